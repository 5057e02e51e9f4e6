"""The meeting: a script that is saved or proposed, with all that its steps say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import shelf as shelf_of
from dashboard.editing import view_routes
from dashboard.factory import create_app
from dashboard.state import parse_view
from dashboard.viewmodels.findings import describe_findings
from dashboard.viewmodels.meeting import describe_meeting, draw_qr, propose_steps
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.spoken import describe_spoken
from geodata.__main__ import main
from geodata.i18n import translators
from geodata.importing.issues import Refused
from geodata.saved_view_glance import Shelf, read_shelf
from geodata.saved_views import SavedView, Step, ViewDraft, steps_of
from geodata.settings import Settings
from geodata.store import Store
from geodata.vocabulary import LANGUAGES
from tests import world

EN = translators()["en"]
NOTHING = Shelf((), {})
AT = datetime(2021, 11, 12, 10)


# The script in the store


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store.open(database_url)
    world.fill(opened)
    yield opened
    opened.close()


def test_views_become_steps_and_keep_their_order(store: Store, database_url: str) -> None:
    one, two, three = (store.save_view(ViewDraft(name, "")).id for name in "ABC")
    for view_id in (two, one, three):
        store.set_step(view_id, Step(f" {view_id} ", "first\r\nsecond \x07", True), "Ana")
    assert [step.id for step in steps_of(store.saved_views(), "toy")] == [two, one, three]
    store.order_steps([three, two, one], "Ana")
    store.set_step(two, Step("Other"))  # changed, it keeps its place
    store.set_step(one, None)
    steps = steps_of(read_shelf(database_url).views, "toy")
    assert [(step.id, step.headline, step.notes, step.plays) for step in steps] == [
        (three, three, "first\nsecond", True),
        (two, "Other", "", False),
    ]
    assert len(store.saved_views()) == 3  # taken out of the script, a view stays
    assert [event.action for event in store.read_events()[:3]] == ["script"] * 3
    with pytest.raises(Refused):
        store.order_steps([three])
    for step in (Step("x" * 161), Step("", "x" * 4001)):
        with pytest.raises(Refused):
            store.set_step(one, step)


def test_a_proposal_is_kept_whole_or_not_at_all(store: Store) -> None:
    store.save_view(ViewDraft("Nord", ""))
    long = "x" * 100
    drafts = [ViewDraft(name, "", "Ana", Step(name[:50])) for name in ("Nord", "Sud", "Sud", long)]
    with pytest.raises(Refused):
        store.adopt_steps([*drafts, ViewDraft(" ", "")])
    assert steps_of(store.saved_views(), "toy") == ()
    store.adopt_steps(drafts)
    steps = steps_of(store.saved_views(), "toy")
    names = [step.name for step in steps]
    assert names == ["Nord (2)", "Sud", "Sud (2)", "x" * 79 + "…"]
    with pytest.raises(Refused) as refusal:
        store.adopt_steps(drafts)
    assert refusal.value.issues[0].code == "views_script_there"


def test_the_command_keeps_the_script(
    store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def run(action: str, *arguments: str) -> str:
        code = main(["views", action, "--lang", "en", *arguments])
        printed = capsys.readouterr()
        return f"{code} {printed.out}{printed.err}"

    assert run("script").startswith("0 The meeting has no script")
    file = tmp_path / "steps.json"
    file.write_text(
        json.dumps([{"name": "A", "view": "?", "plays": True}, {"name": "B", "view": ""}])
    )
    assert "1. " in run("adopt", str(file))
    one, two = (step.id for step in steps_of(store.saved_views(), "toy"))
    run("step", one, "--notes=Say this")
    assert run("script") == f"0 1. {one}  A  (its days are played)\n   Say this\n2. {two}  B\n"
    assert run("order", two, one).startswith(f"0 1. {two}  B\n2. {one}")
    assert run("order", two).startswith("1 The order has to name every step once")
    assert "no step" in run("drop", two)
    assert [step.id for step in steps_of(store.saved_views(), "toy")] == [one]
    for wrong in ('{"name": "A"}', "[1]", "junk"):
        file.write_text(wrong)
        assert run("adopt", str(file)).startswith("1 steps.json is no list of steps")


# What is told of it


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_script_is_proposed_from_the_data(lang: str) -> None:
    published = world.illustrative().published
    t = translators()[lang]
    steps = propose_steps(published, t)
    assert [step.view.page for step in steps] == ["map"] * (len(steps) - 1) + ["next"]
    assert steps[0].plays and not any(step.plays for step in steps[1:])
    assert len({step.headline for step in steps}) == len(steps) >= 5
    for step in steps[:-1]:
        assert step.notes  # of how many, and what to beware of
    # The busiest day is the one on which most contacts were counted.
    day = steps[1].view.first
    counts: dict[int, int] = {}
    for visit in published.document["visits"]:
        if (
            visit["status"] in ("done", "moved")
            and published.document["in_scope"][visit["district"]]
        ):
            counts[visit["day"]] = counts.get(visit["day"], 0) + (visit["contacts"] or 0)
    assert max(counts, key=lambda each: counts[each]) == day == steps[1].view.last


def test_a_proposal_says_nothing_that_is_not_shown() -> None:
    published = world.illustrative().published
    for step in propose_steps(published, EN):
        if published.document["indicators"][step.view.indicator]["kind"] == "answers":
            assert read(step.view, published).total["s"] == "o"
    toy = propose_steps(world.toy(), EN)
    assert toy[-1].view.page == "next"


def saved(view_id: str, position: int | None, query: str = "", **changes: object) -> SavedView:
    campaign = world.illustrative().published.document["campaign"]["id"]
    view = SavedView(view_id, campaign, view_id.upper(), query, "", 1, "Ana", AT, position)
    return replace(view, **changes)  # type: ignore[arg-type]


def test_steps_come_with_every_word_and_day() -> None:
    published = world.illustrative().published
    shelf = Shelf(
        (
            saved("bbbbbb", 2, "district=MD-SO,MD-UN", plays=True, notes="Slowly"),
            saved("aaaaaa", 1, "page=next", headline="What is open"),
            saved("cccccc", None),
            saved("dddddd", 3, campaign_id="elsewhere"),
        ),
        {},
    )
    told = describe_meeting(shelf, published, EN, "ro", "https://a.md")
    assert [step["id"] for step in told["steps"]] == ["aaaaaa", "bbbbbb"]
    first, second = told["steps"]
    assert (first["headline"], first["query"]) == ("What is open", "?lang=en&page=next")
    assert (second["headline"], second["notes"]) == ("BBBBBB", "Slowly")
    assert second["link"] == "https://a.md/v/bbbbbb?lang=en"
    assert [each["day"] for each in second["days"]] == list(range(7))
    view = parse_view(second["query"], published, "ro")
    assert second["spoken"] == describe_spoken(view, read(view, published), published, EN)
    found = describe_findings(view, published, EN)
    assert [each["text"] for each in second["findings"]] == [each.text for each in found] != []
    day = view.to(first=3, last=3)
    assert second["days"][3]["spoken"] == describe_spoken(day, read(day, published), published, EN)
    # Without an address for readers there is no link to give away.
    bare = describe_meeting(shelf, published, EN, "ro", "")["steps"][0]
    assert (bare["link"], bare["qr"]) == ("", None)
    proposed = describe_meeting(NOTHING, published, EN, "ro", "https://a.md")
    assert proposed["proposed"]
    assert proposed["steps"][0]["link"] == "https://a.md/?lang=en"


def test_a_code_is_what_the_library_draws() -> None:
    import segno

    link = "https://atlas.example.org/v/aaaaaa?lang=ru"
    drawn = draw_qr(link)
    dark = set()
    for part in drawn["path"].split("M")[1:]:
        start, _, rest = part.partition("h")
        x, y = map(int, start.split())
        dark |= {(x + i, y) for i in range(int(rest.partition("v")[0]))}
    matrix = [bytes(row) for row in segno.make(link, error="m", micro=False).matrix_iter(border=4)]
    assert drawn["size"] == len(matrix)
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, cell in enumerate(row) if cell}


# The addresses


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(world.illustrative().settings).server.test_client()


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> None:
    views = (saved("aaaaaa", 1), saved("bbbbbb", 2), saved("cccccc", None))
    monkeypatch.setattr(shelf_of, "read_shelf", lambda _: Shelf(views, {}))
    monkeypatch.setattr(view_routes, "read_saved", lambda _: Shelf(views, {}))


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    run: list[tuple[str, ...]] = []

    def play(_: Settings, *arguments: str) -> str:
        if arguments[1] == "adopt":
            arguments = (*arguments[:-1], Path(arguments[-1]).read_text("utf-8"))
        run.append(arguments)
        return ""

    monkeypatch.setattr(view_routes, "run", play)
    return run


def test_an_editor_changes_the_script(
    client: FlaskClient, script: None, commands: list[tuple[str, ...]]
) -> None:
    form = {"headline": "--x", "notes": "a\r\nb", "plays": "1"}
    answer = client.post("/editing/views/cccccc/step?lang=en", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/views?lang=en")
    assert commands.pop()[1:] == (
        *("step", "--headline=--x", "--notes=a\r\nb", "--play", "--who=local", "--lang=en"),
        *("--", "cccccc"),
    )
    client.post("/editing/views/bbbbbb/earlier")
    assert commands.pop()[-3:] == ("--", "bbbbbb", "aaaaaa")
    client.post("/editing/views/aaaaaa/earlier")  # it is the first already
    assert commands == []
    assert client.post("/editing/views/cccccc/later").status_code == 404
    assert client.post("/editing/views/aaaaaa/sideways").status_code == 404
    client.post("/editing/views/aaaaaa/drop")
    assert commands.pop()[-2:] == ("--", "aaaaaa")


def test_an_editor_keeps_the_proposal(client: FlaskClient, commands: list[tuple[str, ...]]) -> None:
    client.post("/editing/meeting?lang=ru")
    kept = json.loads(commands.pop()[-1])
    published = world.illustrative().published
    proposed = propose_steps(published, translators()["ru"])
    assert [step["headline"] for step in kept] == [step.headline for step in proposed]
    for step, wanted in zip(kept, proposed, strict=True):
        view = parse_view(step["view"], published, "ro")
        assert view == wanted.view.to(lang="ro")
        assert (step["notes"], step["plays"]) == (wanted.notes, wanted.plays)


def test_the_page_has_the_script_or_the_proposal(client: FlaskClient, script: None) -> None:
    page = client.get("/views?lang=en").text
    assert page.index("AAAAAA") < page.index("BBBBBB") < page.index(EN.text("script.views"))
    assert EN.text("script.adopt") not in page


def test_a_presenter_s_window_comes_in_every_language(client: FlaskClient) -> None:
    for lang in LANGUAGES:
        page = client.get(f"/presenter?lang={lang}").text
        assert translators()[lang].text("presenter.notes") in page
        assert translators()[lang].text("band.title") in page
