"""The data page in the browser: a file's whole way in and out, stopped in time, and closed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from geodata.i18n import translators
from tests.browser.conftest import OpenScreen
from tests.browser.expected import read_rows
from tests.browser.screen import DESK, PHONE, Screen
from tests.browser.server import Atlas, Server
from tests.browser.test_accessible import EVERYTHING, find

EN = translators()["en"]
BUILT_WITHIN = 120_000
VISITS = """date,district,locality,participants
2022-05-09,Soroca,Soroca,120
2022-05-09,Soroca,Xyzzyville,40
2022-05-10,Orhei,Orhei,55
2022-05-10,Orhei,Orhei,-5
"""
LOG = """Data;Raionul;Localitatea;Cati oameni;Starea;Telefon;Femei
09.05.2022;Soroca;Soroca;120;facut deja;069123456;6
10.05.2022;Orhei;Orhei;55;done;069123457;7
"""


@pytest.fixture(scope="module")
def own(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """An atlas of its own with the same data, to change at will."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copytree(atlas.data_dir, folder / "data")
    server = Server(folder)
    try:
        yield server.wait()
    finally:
        server.stop()


@pytest.fixture
def page(chromium: Browser, own: Atlas) -> Iterator[Page]:
    """A page of that atlas; it may not complain."""
    screen = Screen(chromium, own, read_rows(own.store_url))
    yield screen.page
    faults = screen.faults
    screen.close()
    assert not faults


def version(own: Atlas) -> int:
    return int(json.loads(own.get("/healthz"))["data_version"])


def contacts(page: Page, code: str) -> str | None:
    """What the map's district says, as the server draws it."""
    page.goto("/?lang=en&indicator=contacts", wait_until="commit")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page.locator(f'#map .areas [data-district="{code}"]').get_attribute("data-value")


def send(page: Page, file: Path) -> None:
    page.goto("/data?lang=en")
    page.set_input_files("#upload-file", file)
    page.get_by_role("button", name=EN.text("upload.send")).click()


def test_a_file_with_errors_goes_in_and_out_again(own: Atlas, page: Page, tmp_path: Path) -> None:
    before, at_first = contacts(page, "MD-SO"), version(own)
    file = tmp_path / "Vizite mai.csv"
    file.write_text(VISITS, "utf-8")
    send(page, file)
    expect(page.get_by_role("button", name="Store")).to_be_visible(timeout=BUILT_WITHIN)
    part = page.get_by_role("region", name="Vizite mai.csv", exact=True)
    expect(part).to_be_focused()
    expect(part).to_contain_text("Read: 4 rows. 2 would go in, 2 would be left out.")
    lines = part.locator("tbody tr")
    assert [line.split("\t")[:2] for line in lines.all_inner_texts()] == [
        ["3", "locality"],
        ["5", "participants"],
    ]
    expect(lines.first).to_contain_text("Xyzzyville")
    assert version(own) == at_first, "a check writes nothing"
    assert page.title().startswith("Vizite mai.csv")

    page.get_by_role("button", name="Store").click()
    expect(part.get_by_role("link", name=EN.text("upload.see"))).to_be_visible(timeout=BUILT_WITHIN)
    expect(part).to_contain_text("2 went in, 2 were left out.")
    part.get_by_role("link", name=EN.text("upload.see")).click()
    page.wait_for_selector("html[data-ready]", state="attached")
    assert (contacts(page, "MD-SO"), contacts(page, "MD-OR")) == ("120", "55")
    expect(page.locator(".band")).to_have_count(0), "these are nobody's inventions"

    footer = page.get_by_role("contentinfo")
    footer.get_by_role("link", name=EN.text("nav.data"), exact=True).click()
    row = page.locator("#history tbody tr").first
    expect(row).to_contain_text("Vizite mai.csv")
    expect(row).to_contain_text("2 rows, left out: 2")
    row.get_by_role("button").click()
    undone = page.get_by_role("region", name=EN.text("deed.undo"), exact=True)
    expect(undone).to_contain_text("is undone", timeout=BUILT_WITHIN)
    expect(page.locator("#history tbody tr").first).to_contain_text(EN.text("history.undone"))
    assert contacts(page, "MD-SO") == before
    assert version(own) == at_first + 2
    deeds = json.loads(_events(own))
    assert [(d["who"], d["action"]) for d in deeds][:2] == [("local", "undo"), ("local", "import")]
    assert not list((own.data_dir / "uploads").glob("*/file")), "the file is not kept"


def _events(own: Atlas) -> str:
    from geodata.store import Store

    store = Store(own.store_url)
    events = store.read_events()
    store.close()
    return json.dumps([{"who": event.who, "action": event.action} for event in events])


def test_a_check_is_stopped_and_the_file_let_go(own: Atlas, page: Page, tmp_path: Path) -> None:
    at_first = version(own)
    file = tmp_path / "long.csv"
    lines = ["date,district,locality,participants"]
    lines += [f"2022-05-{1 + i % 28:02},Soroca,Soroca,{i % 90}" for i in range(150_000)]
    file.write_text("\n".join(lines), "utf-8")
    send(page, file)
    # It is the script that says it: a sentence of the server's first answer names no rows.
    expect(page.locator("#file")).to_contain_text("Reading:", timeout=BUILT_WITHIN)
    assert json.loads(own.get("/healthz"))["status"] == "ok", "it answers meanwhile"
    page.get_by_role("button", name=EN.text("upload.stop")).click()
    expect(page.locator("#file")).to_contain_text(EN.text("task.stopped"))
    assert version(own) == at_first
    page.get_by_role("button", name=EN.text("upload.forget")).click()
    expect(page.locator("#upload-file")).to_be_visible()
    assert not list((own.data_dir / "uploads").glob("*/file"))


def test_sending_is_stopped_and_what_is_no_file_is_said(
    own: Atlas, page: Page, tmp_path: Path
) -> None:
    page.goto("/data?lang=en")
    page.get_by_role("button", name=EN.text("upload.send")).click()  # the browser asks for one
    file = tmp_path / "empty.csv"
    file.touch()
    send(page, file)
    expect(page.locator("#upload-said")).to_have_text(EN.text("upload.empty"))
    file.write_bytes(b"date,district\n" * 400_000)
    page.route("**/editing/uploads/*?*at=1000000", lambda _: None)  # the second piece never ends
    send(page, file)
    expect(page.locator("#upload-said")).to_contain_text("Sending: 17 %")
    page.get_by_role("button", name=EN.text("upload.stop")).click()
    expect(page.locator("#upload-said")).to_be_empty()
    expect(page.get_by_role("button", name=EN.text("upload.send"))).to_be_focused()


def test_what_a_file_leaves_open_is_answered_by_keyboard_on_a_phone(
    chromium: Browser, own: Atlas, tmp_path: Path
) -> None:
    file = tmp_path / "jurnal.csv"
    file.write_text(LOG, "utf-8")
    # The page's own policy forbids the script that axe is.
    context = chromium.new_context(viewport=PHONE, base_url=own.url, bypass_csp=True)
    page = context.new_page()
    send(page, file)
    expect(page.locator("#questions")).to_be_visible(timeout=BUILT_WITHIN)
    expect(page.locator("#file")).to_contain_text("Read: 2 rows. 1 would go in, 1 would be")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for summary in page.locator("#file details summary").all():
        summary.click()
    for theme in ("light", "dark"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        page.wait_for_timeout(150)  # colours change in a transition
        assert find(page, f"questions {theme}", EVERYTHING) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    with page.expect_download() as rows:
        page.get_by_role("link", name=EN.text("rows.download")).click()
    assert rows.value.suggested_filename == "jurnal ✎.xlsx"

    column = page.get_by_label("D: “Cati oameni”")
    column.focus()
    page.keyboard.type("contacts in all")
    expect(column).to_have_value("participants")
    word = page.get_by_label("“facut deja” (1 row)")
    page.keyboard.press("Tab")
    expect(word).to_be_focused()
    page.keyboard.type("done")
    page.keyboard.press("Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.id") == "apply":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    said = page.locator("#file")
    expect(said).to_contain_text("2 would go in, 0 would be left out.", timeout=BUILT_WITHIN)
    expect(column).to_have_value("participants")
    context.close()


def test_by_dropping_it_is_chosen(page: Page) -> None:
    page.goto("/data?lang=en")
    data = page.evaluate_handle(
        "() => { const data = new DataTransfer();"
        " data.items.add(new File(['date'], 'dropped.csv')); return data; }"
    )
    page.dispatch_event("#upload", "drop", {"dataTransfer": data})
    names = page.evaluate("[...document.getElementById('upload-file').files].map((f) => f.name)")
    assert names == ["dropped.csv"]
    expect(page.get_by_role("button", name=EN.text("upload.send"))).to_be_focused()


def test_from_elsewhere_it_is_closed(chromium: Browser, own: Atlas, page: Page) -> None:
    context = chromium.new_context(
        base_url=own.url, extra_http_headers={"X-Forwarded-For": "10.0.0.7"}
    )
    stranger = context.new_page()
    stranger.goto("/data?lang=en")
    expect(stranger.locator("main")).to_contain_text(EN.text("access.closed"))
    expect(stranger.locator("form, button, script[type=module]")).to_have_count(0)
    answer = stranger.evaluate(
        "fetch('/editing/undo?lang=en', {method: 'POST', headers: {Accept: 'application/json'},"
        " body: new URLSearchParams({import: 1})}).then(async (a) => [a.status, await a.json()])"
    )
    assert answer == [403, {"error": EN.text("access.closed")}]
    context.close()


def test_without_scripts_a_file_is_checked_too(
    chromium: Browser, own: Atlas, tmp_path: Path
) -> None:
    file = tmp_path / "plain.csv"
    file.write_text(VISITS, "utf-8")
    context = chromium.new_context(java_script_enabled=False, base_url=own.url)
    plain = context.new_page()
    plain.goto("/data?lang=en")
    plain.set_input_files("#upload-file", file)
    plain.get_by_role("button", name=EN.text("upload.send")).click()
    store, look = (
        plain.get_by_role("button", name="Store"),
        plain.get_by_text(EN.text("upload.look")),
    )
    expect(store.or_(look)).to_be_visible()
    for _ in range(100):
        if store.is_visible():
            break
        look.click()
    expect(store).to_be_visible()
    plain.get_by_role("button", name=EN.text("upload.forget")).click()
    expect(plain.locator("#upload-file")).to_be_visible()
    context.close()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["ro", "ru", "en"])
def test_nothing_overflows(
    open_screen: OpenScreen, viewport: dict[str, int], language: str
) -> None:
    screen = open_screen(None, viewport=viewport)
    screen.page.goto(f"/data?lang={language}")
    for summary in screen.page.locator("details summary").all():
        summary.click()
    assert screen.overflowing() == []
    width = screen.page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"]
