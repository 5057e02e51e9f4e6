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
        screen.page.locator(
            "label", has=screen.page.locator(f'[name=mode][value="{mode}"]')
        ).click()
        assert screen.query().get("mode", "all") == mode
        assert screen.state()["mode"] == [mode]
        assert screen.wrong() == []
    expect(screen.page.locator("#sentence")).not_to_contain_text("online")


def test_the_survey_by_region_and_country(open_screen: OpenScreen) -> None:
    screen = open_screen("?lang=en&indicator=listens_favourable")
    for level, count in (("region", 5), ("country", 1), ("district", 37)):
        field = screen.page.locator(f'[name=level][value="{level}"]')
        screen.page.locator("label", has=field).click()
        assert screen.query().get("level", "district") == level
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
    screen = open_screen("?lang=en&indicator=trust_police_favourable")
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
