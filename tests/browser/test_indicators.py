"""Choosing what to look at: every indicator, the families, the survey's mode and level."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen


def test_every_indicator_can_be_picked(screen: Screen) -> None:
    choices = screen.page.locator("#rail [data-indicator]").all()
    keys = [str(choice.get_attribute("data-indicator")) for choice in choices]
    families = [str(choice.get_attribute("data-family")) for choice in choices]
    wrong = []
    for key, family in zip(keys, families, strict=True):
        screen.choose(key)
        state = screen.state()
        if state["indicator"] != [key]:
            wrong.append(f"{key}: {state['indicator']} is chosen")
        if screen.query().get("indicator", "reach_rate") != key:
            wrong.append(f"{key}: the address says {screen.query()}")
        if state["families"].index("true") != ["reach", "opinion", "coverage"].index(family):
            wrong.append(f"{key}: the family shown is not {family}")
        wrong += [f"{key}: {text}" for text in screen.wrong()]
    assert not wrong, "\n".join(wrong)
    assert len(keys) == len(set(keys)) > 30
    assert screen.state()["districts"] == 37


def test_titles_are_of_their_own_and_say_what_is_shown(screen: Screen) -> None:
    """No two indicators read alike: the sentence's first part, or the figure's caption."""
    said = set()
    keys = ["reach_rate", "contacts", "trust_police_favourable", "trust_police_balance"]
    for key in keys:
        screen.choose(key)
        state = screen.state()
        said.add((state["sentence"][0], state["hero"][1]))
        assert state["title"].startswith(state["sentence"][0])
    assert len(said) == len(keys)


def test_a_family_leads_to_its_first_indicator(screen: Screen) -> None:
    for family in ("opinion", "coverage", "reach"):
        screen.page.locator(f'[data-goto="{family}"]').click()
        (indicator,) = screen.state()["indicator"]
        first = screen.page.locator(f'#rail [data-family="{family}"]').first
        assert first.get_attribute("data-indicator") == indicator
        assert screen.wrong() == []
        expect(first).to_be_in_viewport()


def test_the_survey_by_mode(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=trust_police_favourable")
    for mode in ("online", "face-to-face", "all"):
        screen.page.locator("#part").select_option(mode)
        assert screen.query().get("mode", "all") == mode
        assert screen.state()["part"] == [mode]
        assert screen.wrong() == []
    expect(screen.page.locator("#sentence")).not_to_contain_text("online")


def test_the_survey_by_what_is_known_of_the_person(open_screen: OpenScreen) -> None:
    """Frames of these are fetched when first asked for; one breakdown at a time, by the form."""
    screen = open_screen("?lang=en&indicator=trust_police_favourable")
    sentence = screen.page.locator("#sentence")
    for key, value, words in (
        ("sex", "female", "women"),
        ("age", "60+", "60+ years"),
        ("residence", "rural", "rural"),
        ("answered_in", "ru", "form in Russian"),
    ):
        breakdown = "language" if key == "answered_in" else key
        screen.page.locator("#part").select_option(f"{breakdown}:{value}")
        expect(sentence).to_contain_text(words)
        asked = screen.query()
        assert asked[key] == value
        assert not {"mode", "sex", "age", "residence", "answered_in"} - {key} & asked.keys()
        assert screen.wrong() == []
    screen.page.reload()
    screen.page.wait_for_selector("html[data-ready]", state="attached")
    expect(sentence).to_contain_text("form in Russian")
    assert screen.wrong() == []
    screen.page.go_back()
    expect(sentence).to_contain_text("rural")


def test_a_map_of_few_answers_opens_on_regions_and_says_where_more_are_needed(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen("?lang=en&indicator=trust_police_favourable")
    page = screen.page
    assert screen.state()["level"] == ["region"]
    card = page.locator("#opened")
    expect(card).to_contain_text("Districts with 30 answers or more: ")
    card.locator("summary").click()
    rows = card.locator(".missing li")
    expect(rows.first).to_contain_text("more to 30")
    texts = rows.all_inner_texts()
    assert any("hidden" in text for text in texts)
    assert all(not any(c.isdigit() for c in text) for text in texts if "hidden" in text)
    rows.first.locator("button").click()
    expect(page.locator(".detail h2")).to_be_visible()
    expect(page.locator(".detail .hero-value")).to_contain_text("%")
    page.locator("#opened-districts").click()
    assert screen.query()["level"] == "district"
    assert screen.state()["districts"] == 37
    expect(card).to_be_hidden()
    page.locator("#nudge").click()
    assert "level" not in screen.query()
    expect(card).to_be_visible()


def test_the_survey_by_region_and_country(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=listens_favourable")
    for level, count in (("region", 5), ("country", 1), ("district", 37)):
        field = screen.page.locator(f'[name=level][value="{level}"]')
        screen.page.locator("label", has=field).click()
        assert screen.query().get("level", "region") == level
        assert len(screen.state()["areas"]) == count
        assert screen.wrong() == []


def test_modes_and_levels_are_offered_for_the_survey_only(screen: Screen) -> None:
    expect(screen.page.locator(".opinion-filters")).to_be_hidden()
    screen.choose("knows_officer")
    expect(screen.page.locator(".opinion-filters")).to_be_visible()
    screen.choose("leaflets")
    expect(screen.page.locator(".opinion-filters")).to_be_hidden()


def test_a_hidden_figure_stands_nowhere_on_the_page(open_screen: OpenScreen) -> None:
    """Table, tooltip and detail of a hidden district say that it is hidden, and no number."""
    screen = open_screen("?lang=en&indicator=trust_police_favourable&level=district")
    hidden = [a["code"] for a in screen.state()["areas"] if a["status"] == "suppressed"]
    assert hidden
    for code in hidden:
        screen.page.mouse.move(*screen.point(code))
        tooltip = screen.page.locator("#tooltip")
        expect(tooltip).to_contain_text("hidden")
        assert not any(sign.isdigit() for sign in tooltip.inner_text())
    screen.click_unit(hidden[0])
    figure = screen.page.locator("#detail .detail-part.first, .detail .detail-part.first")
    expect(figure.locator(".hero-value")).to_have_text("–")
    expect(figure.locator(".hero-note")).to_have_count(0)
    expect(screen.page.locator(".detail .answers")).to_have_count(0)
