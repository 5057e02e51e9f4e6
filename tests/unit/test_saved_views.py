"""Saved views: kept under a name, opened by a link that lasts, changed by editors alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from dashboard import shelf as shelf_of
from dashboard.editing import view_routes
from dashboard.editing.access import EXTENSION, Access
from dashboard.editing.commands import CommandFailed
from dashboard.factory import create_app
from geodata.__main__ import main
from geodata.backup import restore, write_backup
from geodata.i18n import translators
from geodata.importing.issues import DOMAIN, Refused
from geodata.imports import ImportBatch
from geodata.pulse import NoPulse
from geodata.saved_view_glance import Shelf, read_shelf
from geodata.saved_views import SavedView, ViewDraft, clean_query, is_id, new_id
from geodata.settings import Settings, read_settings
from geodata.store import Store
from tests import world

EN = translators()["en"]
HOSTILE = "<script>alert(1)</script>"
JSON = {"Accept": "application/json"}


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store.open(database_url)
    world.fill(opened)
    yield opened
    opened.close()


def test_a_view_is_saved_renamed_and_deleted_and_its_deeds_are_kept(store: Store) -> None:
    version = store.data_version()
    view = store.save_view(
        ViewDraft("  Nord ", "http://h/?lang=ru&indicator=x&district=a,b", "Ana")
    )
    assert (view.name, view.query, view.campaign_id) == ("Nord", "indicator=x&district=a,b", "toy")
    assert store.saved_views() == (view,)
    store.rename_view(view.id, "Sud", "Ion")
    assert store.saved_views() == (replace(view, name="Sud"),)
    store.delete_view(view.id, "Ion")
    assert store.saved_views() == ()
    deeds = [(event.who, event.action, event.subject) for event in store.read_events()[:3]]
    assert deeds == [
        ("Ion", "delete_view", "Sud"),
        ("Ion", "rename_view", "Nord"),
        ("Ana", "save_view", "Nord"),
    ]
    assert store.data_version() == version  # figures are the same


def test_names_that_cannot_be_kept_are_refused(store: Store) -> None:
    view = store.save_view(ViewDraft("Nord", ""))
    other = store.save_view(ViewDraft("Sud", ""))
    for name, code in ((" \u202e ", "views_nameless"), ("x" * 81, "views_long_name")):
        with pytest.raises(Refused) as refusal:
            store.save_view(ViewDraft(name, ""))
        assert refusal.value.issues[0].code == code
    for change in (
        lambda: store.save_view(ViewDraft("NORD", "")),
        lambda: store.rename_view(other.id, "nord"),
    ):
        with pytest.raises(Refused) as refusal:
            change()
        assert refusal.value.issues[0].code == "views_taken"
    assert store.rename_view(view.id, "NORD") == view  # its own name may be written otherwise
    with pytest.raises(Refused):
        store.save_view(ViewDraft("Long", "x=" + "y" * 2001))
    with pytest.raises(Refused):
        store.delete_view("zzzzzz")
    assert {each.name for each in store.saved_views()} == {"NORD", "Sud"}


def test_it_knows_whether_its_facts_are_others(store: Store, database_url: str) -> None:
    view = store.save_view(ViewDraft("Nord", ""))
    shelf = read_shelf(database_url)
    assert shelf.views == (view,)
    assert not shelf.has_changed(view)
    number = store.commit(ImportBatch("toy", "media", "m.csv", who="Ana"))
    assert read_shelf(database_url).has_changed(view)
    store.undo(number, "Ana")  # the data version is higher than ever, the facts are as they were
    assert not read_shelf(database_url).has_changed(view)
    store.redo(number, "Ana")
    assert read_shelf(database_url).has_changed(view)


def test_a_backup_holds_it(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geodata import build

    monkeypatch.setattr(build, "build_publication", lambda *_: {"data_version": 1})
    view = store.save_view(ViewDraft("Nord", "indicator=reach_rate", "Ana"))
    write_backup(store, tmp_path / "b")
    store.delete_view(view.id)
    restore(
        tmp_path / "b", store, read_settings(), "Ana", lambda _: None, translators(DOMAIN)["en"]
    )
    assert store.saved_views() == (view,)


def test_the_command_does_all_of_it(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = main(["views", arguments[0], "--lang", "en", *arguments[1:]])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    assert run("list") == (0, "No view is saved.\n")
    code, said = run("save", "--json", "--who=Ana", "--", "--Nord", "?indicator=reach_rate&lang=ru")
    saved = json.loads(said)
    assert code == 0
    assert (saved["name"], saved["view"]) == ("--Nord", "indicator=reach_rate")
    assert saved["link"] == f"/v/{saved['id']}"
    assert f"{saved['id']}  --Nord  /v/{saved['id']}  (toy, " in run("list")[1]
    assert json.loads(run("list", "--json")[1]) == [saved]
    code, said = run("link", saved["id"])
    assert "PUBLIC_URL is not set" in said
    assert said.startswith(f"/v/{saved['id']}\n")
    assert run("rename", saved["id"], "Sud")[0] == 0
    assert [view.name for view in store.saved_views()] == ["Sud"]
    assert run("rename", "zzzzzz", "Est") == (1, EN_UNKNOWN)
    assert run("delete", saved["id"])[0] == 0
    assert store.saved_views() == ()


EN_UNKNOWN = "There is no saved view zzzzzz. `views list` shows them all.\n"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("https://a.md/?lang=ro&indicator=x#view-abc", "indicator=x"),
        ("?district=MD-SO,MD-UN", "district=MD-SO,MD-UN"),
        ("from=2021-11-08&to=2021-11-09", "from=2021-11-08&to=2021-11-09"),
        ("https://a.md/", ""),
        ("?", ""),
        ("x=\u202ey", "x=y"),
    ],
)
def test_a_query_is_taken_from_whatever_is_given(text: str, query: str) -> None:
    assert clean_query(text) == query


def test_ids_are_of_letters_that_nobody_mistakes() -> None:
    ids = {new_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(is_id(each) and not set(each) & set("01ilo") for each in ids)


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoPulse):
        read_shelf(f"sqlite:///{tmp_path / 'nothing.sqlite'}")


# The addresses


@pytest.fixture(scope="module")
def app_client() -> FlaskClient:
    return create_app(world.illustrative().settings).server.test_client()


def saved(view_id: str, name: str, query: str, **changes: Any) -> SavedView:
    campaign = world.illustrative().published.document["campaign"]["id"]
    at = world.DAYS[0]
    values = {
        "id": view_id,
        "campaign_id": campaign,
        "name": name,
        "query": query,
        "facts": "same",
        "data_version": 1,
        "who": "Ana",
        "at": datetime(at.year, at.month, at.day, 10),
    }
    return SavedView(**(values | changes))


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    campaign = world.illustrative().published.document["campaign"]["id"]
    views = (
        saved("aaaaaa", "Nord", "indicator=reach_rate&district=MD-SO", facts="other"),
        saved("bbbbbb", HOSTILE, "indicator=trust_police_favourable"),
        saved("cccccc", "Alta", "", campaign_id="elsewhere"),
        saved("dddddd", "Veche", "indicator=gone_long_ago&district=MD-SO"),
    )
    found = Shelf(views, {campaign: "same"})
    monkeypatch.setattr(shelf_of, "read_shelf", lambda _: found)
    return found


def test_a_link_leads_to_the_view_in_the_reader_s_language(
    app_client: FlaskClient, shelf: Shelf
) -> None:
    answer = app_client.get("/v/aaaaaa?lang=ru")
    to = urlsplit(answer.headers["Location"])
    assert (answer.status_code, to.path, to.fragment) == (302, "/", "view-aaaaaa")
    assert parse_qs(to.query) == {
        "lang": ["ru"],
        "indicator": ["reach_rate"],
        "district": ["MD-SO"],
    }
    assert app_client.get("/v/cccccc").headers["Location"] == "/#view-cccccc"
    for unknown in ("/v/zzzzzz?lang=en", "/v/" + "a" * 300 + "?lang=en", "/v/..%2f?lang=en"):
        gone = app_client.get(unknown)
        assert gone.status_code == 404
    assert EN.text("saved.gone") in app_client.get("/v/zzzzzz?lang=en").text


def test_the_list_says_what_changed_since(app_client: FlaskClient, shelf: Shelf) -> None:
    listed = app_client.get("/views.json?lang=en").json
    notes = {view["id"]: view["notes"] for view in listed["views"]}
    version = world.illustrative().published.data_version
    assert notes == {
        "aaaaaa": [EN.text("saved.changed", then=1, now=version)],
        "bbbbbb": [],
        "cccccc": [EN.text("saved.other_campaign", campaign="elsewhere")],
        "dddddd": [EN.text("saved.left_out")],
    }
    first = listed["views"][0]
    assert first["query"] == "?lang=en&district=MD-SO"  # the indicator is the default one
    assert first["link"] == "http://localhost/v/aaaaaa"


@pytest.mark.parametrize("lang", ["ro", "ru", "en"])
def test_the_page_has_every_view_with_its_sentence(
    app_client: FlaskClient, shelf: Shelf, lang: str
) -> None:
    answer = app_client.get(f"/views?lang={lang}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert HOSTILE not in answer.text
    assert "&lt;script&gt;" in answer.text
    t = translators()[lang]
    share = t.text("indicator.reach_rate.name")
    for text in (share, t.text("saved.left_out"), t.text("saved.local_links"), "Nord"):
        assert str(text) in answer.text


def test_where_the_database_is_away_it_is_said(
    app_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_url: str) -> Shelf:
        raise NoPulse("OperationalError")

    monkeypatch.setattr(shelf_of, "read_shelf", away)
    for address in ("/views?lang=en", "/v/aaaaaa?lang=en"):
        answer = app_client.get(address)
        assert answer.status_code == 503
        assert EN.text("saved.unread") in answer.text


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    run: list[tuple[str, ...]] = []

    def play(_: Settings, *arguments: str) -> str:
        run.append(arguments)
        if arguments[-1] == "refused":
            raise CommandFailed("Not so.")
        return json.dumps({"id": "aaaaaa", "name": arguments[-2]})

    monkeypatch.setattr(view_routes, "run", play)
    return run


def test_an_editor_saves_what_the_address_says(
    app_client: FlaskClient, commands: list[tuple[str, ...]]
) -> None:
    form = {"name": "--Nord", "view": "?lang=ru&indicator=reach_rate&district=MD-SO&junk=1"}
    answer = app_client.post("/editing/views?lang=en", data=form, headers=JSON)
    assert answer.json == {"id": "aaaaaa", "name": "--Nord"}
    assert commands == [
        ("views", "save", "--json", "--who=local", "--lang=en", "--", "--Nord", "?district=MD-SO")
    ]
    answer = app_client.post("/editing/views?lang=en", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/v/aaaaaa?lang=en")


def test_an_editor_renames_and_deletes(
    app_client: FlaskClient, commands: list[tuple[str, ...]]
) -> None:
    answer = app_client.post("/editing/views/aaaaaa/rename?lang=ru", data={"name": "Sud"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/views?lang=ru")
    app_client.post("/editing/views/aaaaaa/delete")
    assert [(each[1], each[-2:]) for each in commands] == [
        ("rename", ("aaaaaa", "Sud")),
        ("delete", ("--", "aaaaaa")),
    ]
    refused = app_client.post("/editing/views/aaaaaa/rename", data={"name": "refused"})
    assert refused.status_code == 409
    assert "Not so." in refused.text


def test_nobody_else_changes_them(
    app_client: FlaskClient, shelf: Shelf, commands: list[tuple[str, ...]], tmp_path: Path
) -> None:
    server = app_client.application
    before = server.extensions[EXTENSION]
    settings = replace(world.illustrative().settings, data_dir=tmp_path, public_url="https://a.md")
    server.extensions[EXTENSION] = Access(settings)
    try:
        for address in ("", "/aaaaaa/rename", "/aaaaaa/delete"):
            answer = app_client.post("/editing/views" + address, data={"name": "x"})
            assert answer.status_code == 403
        listed = app_client.get("/views.json?lang=en").json
        assert not listed["writes"]
        assert listed["right"] == EN.text("access.closed", name="local")
        assert "/editing/" not in app_client.get("/views?lang=en").text
    finally:
        server.extensions[EXTENSION] = before
    assert commands == []
