"""The address owns the view: links, languages, Back, and whatever anybody types there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen

RICH = (
    "?indicator=fair_favourable&from=2021-11-09&to=2021-11-10&district=MD-OR,MD-SO"
    "&pin=MD-SO&class=f"
)
# What two views of one address may not differ in.
SAME = ("areas", "indicator", "sliders", "part", "level", "chosen", "legend", "circles", "page")


def test_a_copied_link_opens_the_same_view(open_screen: OpenScreen) -> None:
    screen = open_screen()
    screen.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=screen.atlas.url)
    screen.choose("contacts")
    screen.page.locator('.day[data-day="1"]').click()
    screen.click_unit("MD-ED")
    screen.page.locator('#legend [data-class="z"]').click()
    screen.page.locator("#link").click()
    expect(screen.page.locator("#toast")).to_be_visible()
    link = screen.page.evaluate("navigator.clipboard.readText()")
    assert link == screen.address()
    other = open_screen(None)
    other.open(link.removeprefix(screen.atlas.url + "/"))
    mine, theirs = screen.state(), other.state()
    assert theirs == mine
    assert other.wrong() == []
    expect(other.page.locator(".detail h2")).to_contain_text("Edine")


def test_where_the_clipboard_is_closed_the_link_can_be_copied_by_hand(screen: Screen) -> None:
    screen.choose("contacts")
    screen.page.evaluate(
        "void (navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')))"
    )
    screen.page.locator("#link").click()
    field = screen.page.locator("#link-dialog input")
    expect(field).to_be_visible()
    assert field.input_value() == screen.address()
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator("#link-dialog")).to_be_hidden()


def test_the_default_view_has_a_bare_address_and_reset_leads_there(
    open_screen: OpenScreen,
) -> None:
    screen = open_screen("?lang=en&indicator=contacts&from=2021-11-10&to=2021-11-10&pin=MD-SO")
    screen.page.locator("#reset").click()
    assert screen.query() == {"lang": "en"}
    expect(screen.page.locator("#reset")).to_be_hidden()
    assert screen.state()["indicator"] == ["reach_rate"]
    assert screen.wrong() == []


def test_languages_keep_the_view(open_screen: OpenScreen) -> None:
    screen = open_screen(RICH)
    before = screen.state()
    for lang in ("en", "ru", "ro"):
        screen.page.locator(f'a[data-lang="{lang}"]').click()
        screen.page.wait_for_selector(f'html[lang="{lang}"][data-ready]', state="attached")
        state = screen.state()
        assert state["lang"] == lang
        for part in SAME:
            if part != "legend":
                mine, theirs = before[part], state[part]
                if part == "sliders":
                    mine, theirs = ([s[:3] for s in x] for x in (mine, theirs))
                assert theirs == mine, (lang, part)
        assert screen.wrong() == []
    assert "lang" not in screen.query(), "the default language needs no key"


def test_language_links_follow_the_view(screen: Screen) -> None:
    screen.choose("contacts")
    screen.page.locator('.day[data-day="4"]').click()
    screen.page.locator('a[data-lang="ru"]').click()
    screen.page.wait_for_selector('html[lang="ru"][data-ready]', state="attached")
    assert screen.query() == {
        "lang": "ru",
        "indicator": "contacts",
        "from": "2021-11-12",
        "to": "2021-11-12",
    }
    assert screen.wrong() == []


def test_back_undoes_step_by_step(screen: Screen) -> None:
    visited = [screen.state()]
    screen.choose("contacts")
    visited.append(screen.state())
    screen.page.locator('.day[data-day="2"]').click()
    visited.append(screen.state())
    screen.page.locator('#legend [data-class="z"]').click()
    visited.append(screen.state())
    screen.click_unit("MD-OR")
    visited.append(screen.state())
    for before in visited[-2::-1]:
        screen.page.go_back()
        assert screen.state() == before
        assert screen.wrong() == []
    screen.page.go_forward()
    assert screen.state() == visited[1]


def test_the_same_step_after_back_is_a_step_again(screen: Screen) -> None:
    screen.choose("contacts")
    screen.choose("leaflets")
    screen.page.go_back()
    screen.choose("leaflets")
    screen.page.go_back()
    assert screen.state()["indicator"] == ["contacts"]


def test_back_crosses_languages(screen: Screen) -> None:
    screen.choose("contacts")
    screen.page.locator('a[data-lang="en"]').click()
    screen.page.wait_for_selector('html[lang="en"][data-ready]', state="attached")
    screen.choose("pens")
    screen.page.go_back()
    assert screen.state()["indicator"] == ["contacts"]
    screen.page.go_back()
    screen.page.wait_for_selector('html[lang="ro"][data-ready]', state="attached")
    assert screen.state()["indicator"] == ["contacts"]
    assert screen.wrong() == []


JUNK = (
    "?nonsense=1&indicator=none&from=yesterday&to=9999-99-99&district=XX,,MD-ZZ&mode=fax"
    "&level=street&pin=MD-ZZ&class=q&page=cellar&sort=height&lang=xx",
    "?indicator=constructor",
    "?indicator=__proto__&pin=toString&district=constructor",
    "?from=20211109&to=2021-W45-4",
    "?from=2021-02-30&to=2021-13-01",
    "?from=2021-11-14&to=2021-11-08",
    "?from=1999-01-01&to=1999-12-31",
    "?indicator=contacts&indicator=",
    "?indicator=contacts&indicator=pens",
    "?district=%FF%FE&pin=%00&class=%3Cscript%3Ealert(1)%3C/script%3E",
    "?lang=EN&level=&mode=&sort=--name",
    "?" + "&".join(f"k{i}=v" for i in range(200)),
)


def test_junk_in_the_address_is_ignored(open_screen: OpenScreen) -> None:
    """Server and browser understand the same, and nothing breaks."""
    screen = open_screen()
    wrong = []
    for query in JUNK:
        html = screen.page.goto("/" + query, wait_until="commit")
        assert html is not None
        try:
            screen.page.wait_for_selector("html[data-ready]", state="attached", timeout=10_000)
        except Exception:
            wrong.append(f"{query[:80]}: the page does not get ready")
            continue
        sent, painted = screen.state_of(html.text()), screen.state()
        wrong += [
            f"{query[:80]} {key}: sent {sent[key]!r:.160}, painted {painted[key]!r:.160}"
            for key in sent
            if sent[key] != painted[key]
        ]
        wrong += [f"{query[:80]}: {text}" for text in screen.wrong()]
        if screen.page.locator("#problem").is_visible():
            wrong.append(f"{query[:80]}: an error is shown")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("?from=2021-11-10", (2, 6)),
        ("?to=2021-11-09", (0, 1)),
        ("?from=2021-11-01&to=2021-11-09", (0, 1)),
        ("?from=2021-11-13&to=2022-01-01", (5, 6)),
    ],
)
def test_days_are_cut_to_the_campaign(
    open_screen: OpenScreen, query: str, days: tuple[int, int]
) -> None:
    screen = open_screen(query)
    assert screen.days() == days
    assert screen.wrong() == []


def test_the_theme_changes_and_stays(open_screen: OpenScreen) -> None:
    screen = open_screen(RICH)
    root = screen.page.locator("html")
    expect(root).to_have_attribute("data-theme", "light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = screen.page.evaluate(ground)
    screen.page.locator("#theme").click()
    expect(root).to_have_attribute("data-theme", "dark")
    dark = screen.page.evaluate(ground)
    assert dark != light
    screen.page.reload(wait_until="commit")
    screen.page.wait_for_selector("html[data-ready]", state="attached")
    expect(root).to_have_attribute("data-theme", "dark")
    assert screen.page.evaluate(ground) == dark
    assert screen.wrong() == []
    screen.page.locator("#theme").click()
    expect(root).to_have_attribute("data-theme", "light")


def test_the_theme_of_the_system_is_taken_at_first(open_screen: OpenScreen) -> None:
    screen = open_screen("", color_scheme="dark")
    expect(screen.page.locator("html")).to_have_attribute("data-theme", "dark")
    other = open_screen("", color_scheme="light")
    expect(other.page.locator("html")).to_have_attribute("data-theme", "light")
