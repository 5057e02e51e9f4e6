"""The data page and the addresses of its forms; the commands behind them are played here."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.editing import answer_routes, deed_routes, upload_routes
from dashboard.editing.commands import CommandFailed
from dashboard.editing.uploads import CHECK, DEED, LARGEST, PIECE, STORE
from dashboard.factory import create_app
from geodata import tasks
from geodata.i18n import translators
from geodata.importing.issues import Issue
from geodata.importing.report import MOST_SHOWN, Report, describe_result
from geodata.tasks import Phase, Task
from tests import world

EN = translators()["en"]
JSON = {"Accept": "application/json"}
HOSTILE = "<script>alert(1)</script>"
OVERVIEW = {
    "data_version": 3,
    "campaigns": [
        {"id": "illustrative-2021", "name": "Illustrative", "period": "8–14 November 2021",
         "illustrative": True, "shown": False},
        {"id": "mine", "name": HOSTILE, "period": "9 May 2022", "illustrative": False,
         "shown": True},
    ],
    "templates": [{"kind": "visits", "columns": [
        {"name": "date", "needed": True, "takes": "a day"},
        {"name": "locality", "needed": False, "takes": HOSTILE},
    ]}],
    "history": [
        {"id": 3, "state": "undone", "kind": "visits", "campaign": "mine", "file_name": HOSTILE,
         "who": "Ana", "at": "2021-11-12T07:30:00+00:00",
         "counts": {"visits": 2, "handouts": 9, "rows_listed": 1}},
        {"id": 2, "state": "in_force", "kind": "media", "campaign": "gone", "file_name": "m.csv",
         "who": "Ion", "at": "2021-11-11T07:30:00+00:00", "counts": {"media": 1}},
        {"id": 4, "state": "in_force", "kind": "localities", "campaign": "mine",
         "file_name": "sate.csv", "who": "Ion", "at": "2021-11-11T07:31:00+00:00",
         "counts": {"localities": 17, "rows_listed": 0}},
        {"id": 1, "state": "in_force", "kind": "sample", "campaign": "illustrative-2021",
         "file_name": "", "who": "", "at": "2021-11-10T07:30:00+00:00", "counts": {}},
    ],
    "sources": [
        {"name": "survey", "place": "k.example · aB1", "schedule": "every 60 minutes",
         "last": {"at": "2021-11-12T07:45:00+00:00", "said": HOSTILE, "failed": True}},
        {"name": "visits", "place": "base · t", "schedule": "", "last": None},
    ],
    "sources_wrong": ["sources.toml is " + HOSTILE],
    "mappings": [
        {"shape": "ab12" * 4, "name": HOSTILE, "kind": "visits", "words": 2,
         "columns": [["ce raion", "district"], ["observatii", ""]],
         "at": "2021-11-12T07:30:00+00:00", "who": "Ana"},
    ],
    "decisions": [
        {"kind": "locality", "text": "La \"izvor\"", "district": "MD-SO", "code": "L1442",
         "place": "Soroca", "at": "2021-11-12T07:30:00+00:00", "who": "Ion"},
        {"kind": "inspectorate", "text": "Nistru", "district": "", "code": "X-1", "place": "",
         "at": "2021-11-12T07:30:00+00:00", "who": "Ion"},
    ],
    "events": [
        {"at": "2021-07-12T07:30:00Z", "who": "Ana", "action": "import", "subject": "<a>.csv"},
        {"at": "2021-11-12T07:00:00Z", "who": "Ion", "action": "invented", "subject": "later"},
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def overview(monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(json.dumps(OVERVIEW))
    monkeypatch.setattr("dashboard.editing.overview.ask", lambda *_: told)


@pytest.fixture(autouse=True)
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Commands that would be started are kept; their tasks are begun."""
    started: list[tuple[str, ...]] = []

    def start(_: Any, folder: Path, *arguments: str, then: Any = None) -> None:
        started.append(arguments)
        tasks.begin(folder)

    monkeypatch.setattr(upload_routes, "start_task", start)
    monkeypatch.setattr(deed_routes, "start_task", start)
    monkeypatch.setattr(upload_routes, "run_later", lambda *a: started.append(a[1:]))
    return started


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(world.illustrative().settings).server.test_client()


@pytest.fixture
def folder(client: FlaskClient) -> Path:
    """Where the files on their way in are, empty before each test."""
    place = world.illustrative().settings.data_dir / "uploads"
    for number in [path.name for path in place.glob("*") if path.is_dir()]:
        client.post(f"/editing/uploads/{number}/forget")
    return place


def begin(client: FlaskClient, content: bytes, name: str = "visits.csv") -> str:
    """Send a file as the script does."""
    about = {"name": name, "size": len(content)}
    answer = client.post("/editing/uploads", json=about, headers=JSON)
    assert answer.status_code == 201 and answer.json["piece"] == PIECE
    number = str(answer.json["id"])
    address = f"/editing/uploads/{number}?at=0"
    assert client.put(address, data=content, headers=JSON).json == {"received": len(content)}
    return number


def end(folder: Path, result: Any, phase: Phase = Phase.READING) -> None:
    """End the task in `folder` as its command would."""
    with Task(folder) as task:
        task.turn_to(phase)
        if result is not None:
            task.tell(result)
            task.finish()
    tasks.note_end(folder)


def report(*issues: Issue, refused: bool = False, dry_run: bool = True, read: int = 4) -> Any:
    listed = len({issue.row for issue in issues if issue.lists_row})
    made = Report(
        kind="visits",
        campaign="mine",
        new_campaign=False,
        rows_read=read,
        rows_listed=listed,
        issues=issues,
        refused=refused,
        dry_run=dry_run,
    )
    return json.loads(json.dumps(describe_result(made)))


def page(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/data?lang=en{query}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


# What the page shows --------------------------------------------------------------------------


def test_editors_see_what_is_there_and_who_did_what(client: FlaskClient) -> None:
    text = page(client)
    assert "<script>alert" not in text and "&lt;script&gt;alert" in text
    assert "brought in “&lt;a&gt;.csv”" in text and "invented later" in text
    assert "12 July 2021, 10:30" in text, "Chișinău is three hours ahead in summer"
    assert "12 November 2021, 09:30" in text, "and two in winter"
    assert "2 rows, left out: 1" in text and "1 row<" in text
    assert "17 rows<" in text
    assert text.count('action="/editing/undo?lang=en"') == 2, "the illustrative campaign stays"
    assert text.count('action="/editing/redo?lang=en"') == 1
    assert EN.text("campaigns.back") in text and EN.text("campaigns.show") not in text
    assert EN.text("templates.needed") in text
    assert "k.example · aB1 · every 60 minutes" in text and "12 November 2021, 09:45" in text
    assert text.count('action="/editing/refresh?lang=en"') == 2


def test_the_way_back_is_to_the_view_that_one_came_from(client: FlaskClient) -> None:
    """On this page, on that of saved views and on the method, whatever language one turns to."""
    view = "indicator=contacts&amp;district=MD-ED,MD-SO&amp;pin=MD-SO&amp;page=table"
    for address in ("/data", "/views", "/method"):
        text = client.get(f"{address}?lang=ru&{view}".replace("&amp;", "&")).get_data(as_text=True)
        assert f'<a class="back" href="/?lang=ru&amp;{view}">' in text, address
        assert f'<a href="{address}?lang=en&amp;{view}" hreflang="en"' in text, address
        bare = client.get(address).get_data(as_text=True)
        assert '<a class="back" href="/">' in bare, address


def test_whoever_may_not_write_sees_none_of_it(client: FlaskClient) -> None:
    answer = client.get("/data?lang=en", headers={"X-Forwarded-For": "10.0.0.7"})
    assert "<form" not in answer.text and "Ana" not in answer.text
    assert "<script type=" not in answer.text


@pytest.mark.parametrize("language", ["ro", "ru", "en"])
def test_every_language_says_how_large_a_file_may_be(client: FlaskClient, language: str) -> None:
    text = client.get(f"/data?lang={language}").text
    assert f'<html lang="{language}">' in text and f'data-largest="{LARGEST}"' in text
    for most in ("2\u00a0000", "2,000"):
        if most in text:
            break
    else:
        pytest.fail("it does not say it")
    assert ">200 " in text.replace("ODK", "").replace(" până la ", ">").replace(
        " до ", ">"
    ).replace(" up to ", ">")


def test_templates_are_files(client: FlaskClient) -> None:
    answer = client.get("/editing/templates/visits.csv")
    assert (answer.text, answer.mimetype) == ("date,locality\r\n", "text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    for kind in ("nothing", "..", "visits%2e"):
        assert client.get(f"/editing/templates/{kind}.csv").status_code == 404


# A file on its way in -------------------------------------------------------------------------


def test_a_file_is_checked_stored_and_gone(
    client: FlaskClient, folder: Path, commands: list[tuple[str, ...]]
) -> None:
    number = begin(client, b"date\n2021-11-08\n", "../Vizite.csv")
    upload = folder / number
    assert client.post(f"/editing/uploads/{number}/check", headers=JSON).json == {"done": True}
    name, file, *options = commands[-1]
    assert (name, file) == ("import", str((upload / "file").resolve()))
    assert options == ["--name=Vizite.csv", "--kind=auto", "--dry-run"]

    address = f"/editing/uploads/{number}?lang=en"
    assert client.get(address).json == {"running": True, "stoppable": True, "text": "Starting ..."}
    with Task(upload / CHECK) as task:
        task.read(120_000)
        assert client.get(address).json["text"] == "Reading: 120,000 rows"
        text = page(client, f"&upload={number}")
        assert "Reading: 120,000 rows" in text and "/stop?lang=en" in text
        assert 'id="store"' not in text and EN.text("upload.look") in text
    issues = (
        Issue(None, None, "same_file", (("day", "2021-11-08"),)),
        Issue(3, "locality", "locality_unknown", (("value", HOSTILE), ("district", "Soroca"))),
        Issue(1205, "date", "blank_row"),
    )
    end(upload / CHECK, report(*issues))
    text = page(client, f"&upload={number}")
    assert "Read: 4 rows. 3 would go in, 1 would be left out." in text
    assert '<td class="number">3</td><td>locality</td>' in text
    assert '<td class="number">1,205</td>' in text
    assert 'id="store"' in text and "<script>alert" not in text

    answer = client.post(f"/editing/uploads/{number}/store?lang=en")
    assert answer.headers["Location"] == f"/data?lang=en&upload={number}#file"
    assert commands[-1][-1] == "--who=local" and "--dry-run" not in commands[-1]
    end(upload / STORE, report(*issues, dry_run=False), Phase.PUBLISHING)
    text = page(client, f"&upload={number}")
    assert "3 went in, 1 were left out." in text and EN.text("upload.see") in text
    assert 'id="store"' not in text and "/check?" not in text
    assert client.post(f"/editing/uploads/{number}/store").status_code == 303, "pressed twice"
    assert len(commands) == 2
    client.post(f"/editing/uploads/{number}/forget")
    assert not upload.exists()
    assert EN.text("upload.gone") in page(client, f"&upload={number}")


def test_choices_are_kept_and_checked_anew(
    client: FlaskClient, folder: Path, commands: list[tuple[str, ...]]
) -> None:
    number = begin(client, b"x")
    client.post(f"/editing/uploads/{number}/check")
    end(folder / number / CHECK, report(Issue(None, None, "kind_unclear", (("kinds", "a"),)),
                                        refused=True))  # fmt: skip
    text = page(client, f"&upload={number}")
    assert "The file cannot go in as it is." in text and 'id="store"' not in text
    assert client.post(f"/editing/uploads/{number}/store").status_code == 303
    assert commands[-1][-1] == "--dry-run", "a refused file is never stored"
    form = {"kind": "visits", "campaign": "mine", "mode": "online", "strict": "1"}
    client.post(f"/editing/uploads/{number}/check", data=form)
    assert commands[-1][3:] == (
        "--kind=visits", "--campaign=mine", "--mode=online", "--strict", "--dry-run"
    )  # fmt: skip
    end(folder / number / CHECK, report())
    text = page(client, f"&upload={number}")
    assert '<option value="visits" selected>' in text and '<option value="mine" selected>' in text
    assert '<option value="online" selected>' in text and 'value="1" checked' in text


def test_more_findings_than_a_page_bears_are_counted(client: FlaskClient, folder: Path) -> None:
    number = begin(client, b"x")
    client.post(f"/editing/uploads/{number}/check")
    issues = [Issue(row, "date", "missing") for row in range(2, 2 + MOST_SHOWN + 7)]
    end(folder / number / CHECK, report(*issues, read=900))
    text = page(client, f"&upload={number}")
    assert "There are 7 more findings." in text
    assert text.count('<td class="number">') == MOST_SHOWN


def test_a_form_without_a_script_takes_a_small_file(
    client: FlaskClient, folder: Path, commands: list[tuple[str, ...]]
) -> None:
    data = {"file": (io.BytesIO(b"date\n"), "v.csv")}
    answer = client.post("/editing/files?lang=ru", data=data)
    number = answer.headers["Location"].split("upload=")[1].removesuffix("#file")
    assert (folder / number / "file").read_bytes() == b"date\n"
    assert commands[-1][2] == "--name=v.csv"
    assert client.post("/editing/files").headers["Location"] == "/data"
    form = {"content_type": "multipart/form-data; boundary=x"}
    assert client.post("/editing/files", data=b"x" * 2 * PIECE, **form).status_code == 413


def test_what_cannot_be_taken_is_said(client: FlaskClient, folder: Path) -> None:
    def ask(about: Any) -> tuple[int, str]:
        answer = client.post("/editing/uploads?lang=en", json=about, headers=JSON)
        return answer.status_code, answer.json["error"]

    assert ask({"name": "a.csv", "size": LARGEST + 1}) == (
        413, "The file is too large: 2000 MB at most. Split it and bring the parts one by one."
    )  # fmt: skip
    for about in ([], {}, {"name": 5, "size": 5}, {"name": "a"}):
        assert ask(about)[0] == 400, about
    for size in (True, "5", -5, 0, None, 5.5):
        assert ask({"name": "a", "size": size})[0] == 400, size
    number = begin(client, b"abc")
    piece = f"/editing/uploads/{number}"
    for at in ("", "x", "-1", "1.5", "9" * 99):
        assert client.put(f"{piece}?at={at}", data=b"d", headers=JSON).status_code == 400
    assert client.put(f"{piece}?at=3", data=b"d", headers=JSON).status_code == 400, "it is whole"
    again = client.put(f"{piece}?at=0", data=b"abc", headers=JSON)
    assert (again.status_code, again.json) == (409, {"received": 3})
    assert client.put(f"{piece}?at=3", data=b"x" * 2 * PIECE, headers=JSON).status_code == 413
    for what in ("check", "store", "stop"):
        gone = client.post(f"/editing/uploads/{'0' * 32}/{what}?lang=en", headers=JSON)
        assert (gone.status_code, gone.json) == (409, {"error": EN.text("upload.gone")})
    assert client.post(f"/editing/uploads/{number}/store").status_code == 409, "not checked yet"


def test_one_after_the_other(client: FlaskClient, folder: Path) -> None:
    first, second = begin(client, b"a"), begin(client, b"b")
    client.post(f"/editing/uploads/{first}/check")
    answer = client.post(f"/editing/uploads/{second}/check?lang=en", headers=JSON)
    assert (answer.status_code, answer.json["error"]) == (409, EN.text("upload.busy"))
    answer = client.post("/editing/show?lang=en", data={"campaign": "mine"})
    assert answer.status_code == 409 and EN.text("upload.busy") in answer.text
    client.post(f"/editing/uploads/{first}/forget")
    assert client.post(f"/editing/uploads/{second}/check", headers=JSON).status_code == 200


@pytest.mark.parametrize("arrived", [True, False])
def test_where_storing_broke_off_it_is_said_what_became_of_it(
    client: FlaskClient, folder: Path, arrived: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begin(client, b"x", "mine.csv")
    client.post(f"/editing/uploads/{number}/check")
    end(folder / number / CHECK, report())
    client.post(f"/editing/uploads/{number}/store")
    entry = OVERVIEW["history"][1] | {  # type: ignore[index]
        "file_name": "mine.csv",
        "at": "2999-01-01T00:00:00+00:00" if arrived else "2021-01-01T00:00:00+00:00",
    }
    told = OVERVIEW | {"history": [entry]}
    monkeypatch.setattr("dashboard.editing.overview.ask", lambda *_: told)
    end(folder / number / STORE, None, Phase.STORING)
    text = page(client, f"&upload={number}")
    assert EN.text("task.arrived" if arrived else "task.failed") in text
    assert ("/check?" in text) == (not arrived), "only what is not in can be tried again"
    assert client.get(f"/editing/uploads/{number}?lang=en").json["running"] is False
    if not arrived:
        assert client.post(f"/editing/uploads/{number}/check").status_code == 303
        assert (folder / number / CHECK).is_dir() and not (folder / number / STORE).exists()


def test_a_task_is_told_to_stop(client: FlaskClient, folder: Path) -> None:
    number = begin(client, b"x")
    client.post(f"/editing/uploads/{number}/check")
    assert client.post(f"/editing/uploads/{number}/stop").status_code == 303
    assert (folder / number / CHECK / tasks.STOP).exists()
    tasks.note_end(folder / number / CHECK)
    text = page(client, f"&upload={number}")
    assert EN.text("task.stopped") in text and "/check?" in text


# Deeds without a file -------------------------------------------------------------------------


Do = Callable[[str, dict[str, str]], Path]


@pytest.fixture
def do(client: FlaskClient, folder: Path) -> Do:
    def done(address: str, form: dict[str, str]) -> Path:
        answer = client.post(f"/editing/{address}?lang=en", data=form)
        assert answer.status_code == 303
        number = answer.headers["Location"].split("upload=")[1].removesuffix("#file")
        return folder / number

    return done


def test_the_campaign_that_is_shown_can_be_chosen(
    client: FlaskClient, do: Do, commands: list[tuple[str, ...]]
) -> None:
    deed = do("show", {"campaign": "--replace"})
    assert commands == [
        ("campaign", "use", "--who=local", "--lang=en", "--", "--replace"),
    ]
    assert EN.text("task.deed") in page(client, f"&upload={deed.name}")
    end(deed / DEED, {"code": 1, "out": "", "err": "There is no such campaign.\n"})
    assert "There is no such campaign." in page(client, f"&upload={deed.name}")


def test_what_is_remembered_is_listed_and_can_be_forgotten(
    client: FlaskClient, do: Do, commands: list[tuple[str, ...]]
) -> None:
    text = page(client)
    assert "ce raion → district" in text and "observatii → left out" in text
    assert "means Soroca (L1442), Soroca" in text and "not in the list any more" in text
    assert text.count('action="/editing/forget-place?lang=en"') == 2
    for language in ("ro", "ru"):
        assert (
            translators()[language].text("remembered.title")
            in client.get(f"/data?lang={language}").text
        )
    deed = do("forget-mapping", {"shape": "ab12" * 4})
    options = ("--who=local", "--lang=en")
    assert commands[-1] == ("mapping", "forget", *options, "--", "ab12" * 4)
    end(deed / DEED, {"code": 0, "out": "Forgotten.\n", "err": ""})
    deed = do("forget-place", {"kind": "locality", "text": "-x", "district": "MD-SO"})
    assert commands[-1] == (
        *("places", "forget", *options, "--district=MD-SO", "--", "locality", "-x"),
    )
    end(deed / DEED, {"code": 0, "out": "“-x” is forgotten.\n", "err": ""})
    assert "“-x” is forgotten." in page(client, f"&upload={deed.name}")


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("forget-mapping", {"shape": "../x"}),
        ("forget-mapping", {}),
        ("forget-place", {"kind": "planet", "text": "x"}),
        ("forget-place", {"kind": "district", "text": ""}),
        ("forget-place", {"kind": "locality", "text": "x", "district": "--who"}),
    ],
)
def test_what_nobody_can_have_remembered_is_refused(
    client: FlaskClient, folder: Path, address: str, form: dict[str, str]
) -> None:
    assert client.post(f"/editing/{address}?lang=en", data=form).status_code == 400
    assert not [each for each in folder.glob("*") if each.is_dir()]


@pytest.mark.parametrize("what", ["undo", "redo"])
def test_an_import_is_undone_and_brought_back(
    client: FlaskClient, do: Do, commands: list[tuple[str, ...]], what: str
) -> None:
    deed = do(what, {"import": "3"})
    assert commands == [(what, "--json", "--who=local", "--lang=en", "--", "3")]
    few = [
        {"code": "few_change", "message": "Few come or go."},
        {"code": "few_ask", "message": "Repeat with --yes."},
    ]
    refused = {"result": "refused", "import": None, "issues": few}
    end(deed / DEED, {"code": 1, "out": json.dumps(refused), "err": ""})
    text = page(client, f"&upload={deed.name}")
    assert "Few come or go." in text and "--yes" not in text
    assert client.post(f"/editing/uploads/{deed.name}/sure?lang=en").status_code == 303
    assert commands[-1][4:] == ("--yes", "--", "3")
    done = {
        "result": f"{what}_done",
        "import": {"file_name": HOSTILE, "campaign": "mine"},
        "issues": [{"code": "undo_later", "message": "Others left rows out."}],
    }
    end(deed / DEED, {"code": 0, "out": json.dumps(done), "err": ""})
    text = page(client, f"&upload={deed.name}")
    assert "Others left rows out." in text and "&lt;script&gt;alert(1)&lt;/script&gt;” is" in text
    assert "/sure" not in text


def test_a_live_source_is_refreshed(
    client: FlaskClient, do: Do, commands: list[tuple[str, ...]]
) -> None:
    deed = do("refresh", {"source": "survey"})
    assert commands == [("refresh", "--who=local", "--lang=en", "--", "survey")]
    few = (Issue(None, None, "few_added", (("districts", "Soroca"), ("least", 10))),
           Issue(None, None, "few_held"))  # fmt: skip
    about = {"code": 1, "out": "", "err": "", "source": "survey", "unchanged": False}
    end(deed / DEED, about | report(*few, refused=True, dry_run=False))
    text = page(client, f"&upload={deed.name}")
    assert "Refresh: survey" in text and "Wait for more answers." in text
    client.post(f"/editing/uploads/{deed.name}/sure?lang=en")
    assert commands[-1] == ("refresh", "--who=local", "--lang=en", "--yes", "--", "survey")
    end(deed / DEED, about | {"code": 0} | report(dry_run=False))
    text = page(client, f"&upload={deed.name}")
    assert "4 went in, 0 were left out." in text and "/sure" not in text
    away = do("refresh", {"source": "survey"})
    denied = Issue(None, None, "live_denied", (("host", "k.example"),))
    end(away / DEED, about | report(denied, refused=True, dry_run=False, read=0))
    text = page(client, f"&upload={away.name}")
    assert text.count("The server k.example does not take the key.") == 1
    assert "0 rows" not in text
    other = do("refresh", {"source": "survey"})
    end(other / DEED, about | {"code": 0, "unchanged": True} | report(refused=True))
    assert EN.text("sources.unchanged") in page(client, f"&upload={other.name}")


def test_a_campaign_s_record_is_taken_in_and_handed_out(
    client: FlaskClient,
    folder: Path,
    commands: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert client.post("/editing/record").headers["Location"] == "/data"
    form = {"file": (io.BytesIO(b"id = 'x'\n"), "../odd name.toml")}
    answer = client.post("/editing/record?lang=en", data=form)
    deed = folder / answer.headers["Location"].split("upload=")[1].removesuffix("#file")
    file = deed / "campaign.toml"
    assert file.read_bytes() == b"id = 'x'\n"
    given = ("campaign", "new", "--who=local", "--lang=en")
    assert commands == [(*given, "--", str(file.resolve()))]
    err = "id: there is one already. Change it with --replace.\nnames: write them.\n"
    end(deed / DEED, {"code": 1, "out": "", "err": err})
    text = page(client, f"&upload={deed.name}")
    assert "there is one already." in text and "names: write them." in text and "/sure" in text
    client.post(f"/editing/uploads/{deed.name}/sure?lang=en")
    assert commands[-1] == (*given, "--replace", "--", str(file.resolve()))

    monkeypatch.setattr(deed_routes, "run", lambda *asked: " ".join(asked[1:]))
    empty = client.get("/editing/campaign.toml?lang=ru")
    assert empty.text == "campaign template --lang=ru"
    record = client.get("/editing/campaigns/--odd.toml")
    assert record.text == "campaign show --lang=ro -- --odd"
    assert record.headers["Content-Disposition"] == 'attachment; filename="--odd.toml"'

    def refuse(*_: Any) -> str:
        raise CommandFailed("There is no such campaign.")

    monkeypatch.setattr(deed_routes, "run", refuse)
    missing = client.get("/editing/campaigns/x.toml")
    assert missing.status_code == 409 and "There is no such campaign." in missing.text


def test_names_of_places_are_decided_and_the_file_checked_anew(
    client: FlaskClient,
    folder: Path,
    commands: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unsure = (("value", "Sorocca"), ("district", "Soroca"), ("places", "Alexandru cel Bun (L1393)"))
    number = begin(client, b"x")
    client.post(f"/editing/uploads/{number}/check")
    issues = (
        Issue(2, "locality", "locality_unsure", unsure),
        Issue(5, "locality", "locality_unsure", unsure),
        Issue(3, "district", "district_unknown", (("value", HOSTILE),)),
        Issue(4, "locality", "locality_unknown", (("value", "long…"), ("district", "Soroca"))),
    )
    end(folder / number / CHECK, report(*issues))
    text = page(client, f"&upload={number}")
    assert "Locality “Sorocca”, Soroca (2 rows)" in text
    assert text.count('name="place-') == 2, "what was shortened cannot be asked about"
    likely, others = text.split(f'label="{EN.text("places.others")}"')[:2]
    assert '<option value="L1393">Alexandru cel Bun (L1393)</option>' in likely
    assert "L1393" not in others.split("</select>")[0] and "L1394" in others
    run: list[tuple[str, ...]] = []

    def keep(_: Any, *arguments: str) -> str:
        run.append((Path(arguments[2]).read_text("utf-8"), *arguments))
        return ""

    monkeypatch.setattr(answer_routes, "run", keep)
    form = {"place-0": "L1393", "place-1": "L1393", "place-7": "MD-SO", "other": "x"}
    client.post(f"/editing/uploads/{number}/answers?lang=en", data=form)
    ((written, *command),) = run
    answer = {"kind": "locality", "text": "Sorocca", "code": "L1393"}
    assert json.loads(written) == [answer], "only what was offered"
    assert command[:2] == ["places", "answer"] and command[3:] == ["--who=local", "--lang=en"]
    assert commands[-1][-1] == "--dry-run" and len(commands) == 2, "it is checked anew"

    def refuse(*_: Any) -> str:
        raise CommandFailed("That is the name of another place.")

    monkeypatch.setattr(answer_routes, "run", refuse)
    end(folder / number / CHECK, report(*issues))
    refused = client.post(f"/editing/uploads/{number}/answers?lang=en", data=form)
    assert refused.status_code == 409 and "the name of another place" in refused.text
    assert len(commands) == 2
    gone = client.post(f"/editing/uploads/{'0' * 32}/answers")
    assert gone.status_code == 409


def test_own_words_are_read_and_released(
    client: FlaskClient,
    folder: Path,
    commands: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = [
        {"name": f"suggestions:{i}", "question": "suggestions", "text": f"{HOSTILE} {i}",
         "released": i == 7}
        for i in range(1, 108)
    ]  # fmt: skip
    monkeypatch.setattr("dashboard.data_page.ask", lambda *_: listed)
    text = page(client, "&words=waiting")
    assert "106 wait" in text and "1 is shown" in text and "<script>alert" not in text
    assert text.count('name="name"') == 100 and 'value="suggestions:7"' not in text
    assert page(client, "&words=waiting&page=2").count('name="name"') == 6
    assert page(client, "&words=waiting&page=99").count('name="name"') == 6
    shown = page(client, "&words=released")
    assert shown.count('name="name"') == 1 and 'value="withdraw"' in shown

    form = {"deed": "release", "name": ["suggestions:1", "suggestions:2", "--who=x", "a:b"]}
    client.post("/editing/words?lang=en", data=form)
    given = ("answers", "release", "--who=local", "--lang=en", "--")
    assert commands == [(*given, "suggestions:1", "suggestions:2")]
    for odd in ({"deed": "release"}, {"deed": "x", "name": "suggestions:1"}):
        assert client.post("/editing/words", data=odd).headers["Location"] == "/data"
    assert len(commands) == 1
    stranger = client.get("/data?words=waiting", headers={"Via": "1.1 x"})
    assert "alert" not in stranger.text


@pytest.mark.parametrize("number", ["", "x", "-1", "1;2", "٣", "9" * 20])
def test_an_import_is_named_by_its_number(client: FlaskClient, folder: Path, number: str) -> None:
    assert client.post("/editing/undo", data={"import": number}).status_code == 400
    assert client.post(f"/editing/uploads/{'0' * 32}/sure").status_code == 409
