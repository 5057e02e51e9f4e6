"""Live sources: a KoboToolbox server and a table, through the door that files come by."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from geodata.__main__ import main
from geodata.live import kobo_server, refreshing
from geodata.live.kobo_server import read_items
from geodata.live.records import FILE
from geodata.live.rows import text_of
from tests.exports import kobo, table
from tests.kobo_stand_in import ASSET, TOKEN, StandIn, content, renamed, stand_in, submissions
from tests.unit.conftest import Atlas

SECRET = "s3cret-of-the-base"


class Live:
    """An atlas with sources."""

    def __init__(self, atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
        self.atlas = atlas
        self.data_dir = atlas.folder / "data"
        self._capsys = capsys

    def write(self, toml: str) -> None:
        (self.data_dir / FILE).write_text(toml, "utf-8")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        code = main([*arguments, "--lang", "en"])
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def refresh(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        code, out, _ = self.run("refresh", "--json", *arguments)
        (document,) = json.loads(out)
        return code, document


@pytest.fixture
def live(atlas: Atlas, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Live:
    monkeypatch.setenv("KOBO_TOKEN", TOKEN)
    monkeypatch.setenv("BASE_PASSWORD", SECRET)
    monkeypatch.setattr(kobo_server, "BACKOFF", 0)
    monkeypatch.setattr(kobo_server, "TIMEOUT", (2, 2))
    return Live(atlas, capsys)


@pytest.fixture
def server(live: Live) -> Iterator[StandIn]:
    with stand_in() as held:
        live.write(
            f'[survey]\ntype = "kobo"\nserver = "{held.url}"\nasset = "{ASSET}"\n'
            'token = "KOBO_TOKEN"\nkind = "responses"\n'
        )
        yield held


def codes(document: dict[str, Any]) -> set[str]:
    return {issue["code"] for issue in document["issues"]}


def counts(document: dict[str, Any]) -> tuple[int, int, int]:
    return tuple(document[f"rows_{x}"] for x in ("read", "stored", "listed"))  # type: ignore[return-value]


def message(document: dict[str, Any], code: str) -> str:
    return str(next(i["message"] for i in document["issues"] if i["code"] == code))


# KoboToolbox ----------------------------------------------------------------------------------


def facts(atlas: Atlas) -> Any:
    stored = atlas.responses().drop(columns="response_id", errors="ignore")
    first = min(number for number, _ in atlas.answers("trust_police"))
    answers = [
        [(number - first, option) for number, option in atlas.answers(key)]
        for key in ("trust_police", "problems", "cooperation")
    ]
    return stored.astype(str).to_dict("list"), answers


def test_a_server_brings_what_its_export_brings(live: Live, server: StandIn) -> None:
    code, document = live.refresh("survey", "--who", "Ana")
    assert (code, counts(document), document["kind"]) == (0, (3, 3, 0), "responses")
    from_server = facts(live.atlas)
    (entry,) = live.atlas.store.read_log()
    assert (entry.file_name, entry.who) == ("survey", "Ana")
    main(["undo"])
    live.atlas.bring(table(kobo(group="opinii/"), ";"))
    assert facts(live.atlas) == from_server
    assert len(server.asked) == 3, "the form, and two pages of two"


def test_a_form_with_codes_of_its_own_is_known_by_its_labels(live: Live, server: StandIn) -> None:
    live.refresh()
    by_name = facts(live.atlas)
    for language in ("ro", "ru", "en"):
        main(["undo"])
        server.content = content(language, own_codes=True)
        server.submissions = renamed(submissions())
        code, document = live.refresh()
        assert (code, counts(document)) == (0, (3, 3, 0)), document["issues"]
        assert facts(live.atlas) == by_name


def test_a_second_refresh_brings_what_is_new(live: Live, server: StandIn) -> None:
    assert live.refresh()[0] == 0
    version = live.atlas.store.data_version()
    code, document = live.refresh()
    assert (code, document["unchanged"]) == (0, True)
    assert live.atlas.store.data_version() == version
    assert "Nothing new." in live.run("refresh")[1]
    server.submissions += submissions(first=4)
    code, document = live.refresh()
    assert (code, counts(document)) == (0, (6, 3, 3))
    assert len(live.atlas.responses()) == 6
    assert codes(document) >= {"row_stored"}


def test_rejected_submissions_stay_out(live: Live, server: StandIn) -> None:
    server.submissions[0]["_validation_status"] = {
        "uid": "validation_status_not_approved", "label": "Not Approved", "by_whom": "sef"
    }  # fmt: skip
    server.submissions[1]["_validation_status"] = {"uid": "validation_status_approved"}
    _, document = live.refresh()
    assert len(live.atlas.responses()) == 2
    assert "submission_rejected" in codes(document)


def test_persons_do_not_even_come_here(live: Live, server: StandIn, tmp_path: Path) -> None:
    fetched: list[str] = []
    keep = refreshing._fetch

    def fetch(*arguments: Any) -> Any:
        said = keep(*arguments)
        fetched.append(arguments[2].read_text("utf-8"))
        return said

    server.submissions[0]["membri"] = [{"membri/nume": "Ion"}]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refreshing, "_fetch", fetch)
        _, document = live.refresh()
    for secret in ("ion.popescu", "p.jpg", "48.15", "ee.kobo", "Ion"):
        assert secret not in fetched[0]
    assert "locul, poza" in message(document, "live_left_out")
    assert "membri" in message(document, "repeats_left_out")
    assert not list((live.data_dir / "live").glob("*.fetch-*")), "what was fetched is not kept"


def test_questions_that_come_late_and_odd_content_are_read(live: Live, server: StandIn) -> None:
    server.content = {"survey": [None, 5, {"type": "text"}], "choices": "x"}
    server.submissions[2]["opinii/late"] = True
    server.submissions[2]["opinii/odd"] = {"a": 1}
    code, document = live.refresh()
    assert (code, counts(document)) == (0, (3, 3, 0))
    assert "column_unknown" in codes(document)
    for odd in (
        {},
        {"survey": 1},
        {"survey": [{"type": "begin_group"}, {"type": "end_group"}] * 9},
    ):
        assert read_items(odd) == []


def test_the_key_goes_to_the_server_named_and_nowhere_else(live: Live, server: StandIn) -> None:
    with stand_in() as other:
        server.next_host = other.url  # it names another host for its next page
        assert live.refresh()[0] == 0
        main(["undo"])
        server.answers = [(302, {"Location": f"{other.url}/api/v2/assets/{ASSET}.json"}, b"")]
        code, document = live.refresh()
        assert (code, codes(document)) == (1, {"live_moved"})
        assert not other.asked
    assert set(server.tokens) == {TOKEN}
    assert all(asked.startswith(f"/api/v2/assets/{ASSET}") for asked in server.asked)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([(401, {}, b"{}")], "live_denied"),
        ([(403, {}, b"{}")], "live_denied"),
        ([(404, {}, b"<html>")], "live_not_found"),
        ([(200, {}, b"<html>Sign in</html>")], "live_answer"),
        ([(200, {}, b"[1]")], "live_answer"),
        ([(200, {}, b"[" * 100_000)], "live_answer"),
        ([(200, {}, b"{}"), (200, {}, b'{"results": 5}')], "live_answer"),
        ([(500, {}, b"")] * 9, "live_answer"),
        ([(200, {"Content-Encoding": "gzip"}, b"no gzip")], "live_unreachable"),
        ([(200, {"Transfer-Encoding": "chunked"}, b"zz\r\n")], "live_unreachable"),
    ],
)
def test_whatever_a_server_answers_nothing_is_changed(
    live: Live, server: StandIn, answers: list[tuple[int, dict[str, str], bytes]], code: str
) -> None:
    server.answers = list(answers)
    exit_code, document = live.refresh()
    assert (exit_code, codes(document), document["result"]) == (1, {code}, "refused")
    assert "127.0.0.1" in message(document, code)
    assert not live.atlas.store.campaigns()


def test_a_moment_s_trouble_is_tried_again(live: Live, server: StandIn) -> None:
    server.answers = [(503, {"Retry-After": "31536000"}, b""), (429, {}, b"")]
    assert live.refresh()[0] == 0
    assert len(live.atlas.responses()) == 3


def test_a_server_that_is_not_there_is_said(live: Live, server: StandIn) -> None:
    live.write(
        f'[survey]\ntype = "kobo"\nserver = "http://127.0.0.1:1"\nasset = "{ASSET}"\n'
        'token = "KOBO_TOKEN"\n'
    )
    code, document = live.refresh()
    assert (code, codes(document)) == (1, {"live_unreachable"})


def test_an_answer_without_end_is_cut(
    live: Live, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kobo_server, "LARGEST_ANSWER", 1000)
    server.answers = [(200, {}, b" " * 100_000)]
    assert codes(live.refresh()[1]) == {"live_answer"}


# A table or view ------------------------------------------------------------------------------


@pytest.fixture
def base(live: Live) -> Path:
    """A database of somebody else's, with a view over its visits."""
    path = live.atlas.folder / "their base#1.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            """
            CREATE TABLE log (zi TEXT, raion TEXT, loc TEXT, oameni INTEGER, poza BLOB);
            INSERT INTO log VALUES ('2021-11-08', 'Soroca', 'Soroca', 40, x'00ff'),
                                   ('2021-11-09', 'Orhei', 'Orhei', 55, NULL),
                                   ('2021-11-09', 'Orhei', 'Xyzzyville', 5, NULL);
            CREATE VIEW "visits now" AS SELECT zi AS date, raion AS district, loc AS locality,
                oameni AS participants, poza FROM log;
            """
        )
    connection.close()
    live.write(
        f'[visits]\ntype = "sql"\nurl = "sqlite:///{path.as_posix()}"\n'
        'table = "visits now"\nkind = "visits"\nminutes = 30\n'
    )
    return path


def test_a_view_brings_its_rows(live: Live, base: Path) -> None:
    before = base.read_bytes()
    code, document = live.refresh("visits")
    assert (code, counts(document), document["kind"]) == (0, (3, 2, 1), "visits")
    assert "locality_unknown" in codes(document) or "locality_unsure" in codes(document)
    assert "poza" in message(document, "live_left_out")
    stored = live.atlas.store.read_visits(live.atlas.campaign)
    assert stored["participants"].tolist() == [40, 55]
    assert base.read_bytes() == before
    assert [path.name for path in base.parent.glob("their*")] == [base.name], "nothing beside it"
    with sqlite3.connect(base) as connection:
        connection.execute("INSERT INTO log VALUES ('2021-11-09', 'Cahul', 'Cahul', 7, NULL)")
    connection.close()
    code, document = live.refresh("visits")
    assert (code, counts(document)) == (0, (4, 1, 3))


@pytest.mark.parametrize(
    ("url", "name", "code"),
    [
        ("sqlite:///{folder}/nothing.sqlite", "visits", "live_database"),
        ("sqlite:///{base}", "nothing", "live_table"),
        ("sqlite:///{base}", 'x"; DROP TABLE log; --', "live_table"),
        ("sqlite:///{folder}/text", "visits", "live_database"),
        ("mysql+nothing://h/b", "visits", "live_driver"),
        ("postgresql+psycopg://reader@127.0.0.1:1/b", "visits", "live_database"),
    ],
)
def test_a_base_that_cannot_be_read_is_said(
    live: Live, base: Path, url: str, name: str, code: str
) -> None:
    (live.atlas.folder / "text").write_text("this is no database", "utf-8")
    url = url.format(folder=live.atlas.folder.as_posix(), base=base.as_posix())
    live.write(
        f'[v]\ntype = "sql"\nurl = "{url}"\ntable = {json.dumps(name)}\n'
        'password = "BASE_PASSWORD"\n'
    )
    exit_code, document = live.refresh()
    assert (exit_code, codes(document)) == (1, {code})
    assert SECRET not in json.dumps(document)
    engine = create_engine(f"sqlite:///{base.as_posix()}")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM log")).scalar() == 3
    engine.dispose()


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, ""), (True, "TRUE"), (5.0, "5"), (0.1, "0.1"), ("a\0b", "ab"), (7, "7")],
)
def test_values_stand_as_in_an_export(value: Any, said: str) -> None:
    assert text_of(value) == said


# Few answers ----------------------------------------------------------------------------------


def test_few_new_answers_of_a_shown_district_wait(live: Live, server: StandIn) -> None:
    one = submissions()[0]

    def many(first: int, count: int) -> list[dict[str, Any]]:
        return [one | {"_id": i, "_uuid": f"u{i}"} for i in range(first, first + count)]

    server.largest_page = 1000
    server.submissions = many(0, 12)
    assert live.refresh()[0] == 0
    server.submissions = many(0, 15)
    code, document = live.refresh()
    assert (code, document["unchanged"]) == (1, False)
    assert {"few_held", "few_added"} <= codes(document)
    assert len(live.atlas.responses()) == 12
    server.submissions = many(0, 22)
    assert live.refresh()[0] == 0, "ten are enough"
    server.submissions = many(0, 23)
    assert live.refresh("--yes")[0] == 0
    assert len(live.atlas.responses()) == 23


# Records --------------------------------------------------------------------------------------

GOOD = '[a]\ntype = "kobo"\nserver = "https://k.example"\nasset = "aB1"\ntoken = "KOBO_TOKEN"\n'
SQL = '[a]\ntype = "sql"\nurl = "postgresql+psycopg://r@h/b"\ntable = "t"\n'


@pytest.mark.parametrize(
    ("toml", "code"),
    [
        ("[a", "live_file"),
        ("\x00", "live_file"),
        ("a = 5", "live_no_table"),
        (GOOD.replace("[a]", "[A]"), "live_name"),
        (GOOD.replace("[a]", '["../a"]'), "live_name"),
        (GOOD + 'tokem = "X"', "live_field"),
        (GOOD + 'name = "x"', "live_field"),
        (GOOD + "mode = 5", "live_type"),
        (GOOD + 'minutes = "5"', "live_type"),
        (GOOD.replace("kobo", "odk"), "live_choice"),
        (GOOD.replace('type = "kobo"\n', ""), "live_choice"),
        (GOOD + 'kind = "x"', "live_choice"),
        (GOOD + 'mode = "x"', "live_choice"),
        (GOOD.replace('asset = "aB1"\n', ""), "live_missing"),
        (GOOD + 'table = "x"', "live_other_type"),
        (GOOD.replace("https://k.example", "http://k.example"), "live_server"),
        (GOOD.replace("https://k.example", "https://u:p@k.example"), "live_server"),
        (GOOD.replace("https://k.example", "https://k.example/path"), "live_server"),
        (GOOD.replace("https://k.example", "file:///etc"), "live_server"),
        (GOOD.replace("https://k.example", "https://k.example:x"), "live_server"),
        (GOOD.replace("aB1", "../x"), "live_asset"),
        (GOOD.replace("KOBO_TOKEN", TOKEN), "live_variable"),
        (GOOD + "minutes = 1", "live_minutes"),
        (GOOD + 'minutes = 60\ncron = "0 6 * * *"', "live_minutes"),
        (GOOD + 'cron = "every day"', "live_cron"),
        (SQL.replace("r@h", "r:pw@h"), "live_password"),
        (SQL.replace("postgresql+psycopg://r@h/b", "no address"), "live_url"),
    ],
)
def test_a_record_that_cannot_be_used_is_said(live: Live, toml: str, code: str) -> None:
    live.write(toml)
    for command in ("refresh", "sources"):
        exit_code, out, err = live.run(command)
        assert exit_code == 1 and not out
        assert err.strip() and TOKEN not in err and ":pw@" not in err
    from geodata.importing.issues import Refused
    from geodata.live.records import read_records

    with pytest.raises(Refused) as refusal:
        read_records(live.data_dir)
    assert code in {issue.code for issue in refusal.value.issues}


def test_a_good_record_is_listed_without_its_secrets(live: Live) -> None:
    live.write(GOOD + "minutes = 60\n" + SQL.replace("[a]", "[b]") + 'cron = "0 6 * * *"\n')
    code, out, _ = live.run("sources")
    assert code == 0
    assert out.splitlines() == [
        "a  k.example · aB1  every 60 minutes",
        "b  h · b · t  by cron: 0 6 * * *",
    ]
    code, _, err = live.run("refresh", "c")
    assert code == 1 and "a, b" in err


def test_the_template_is_a_file_that_can_be_used(live: Live) -> None:
    for language in ("ro", "ru", "en"):
        code = main(["sources", "template", "--lang", language])
        assert code == 0
        out = live._capsys.readouterr().out
        lines = [line.removeprefix("# ") for line in out.splitlines()[2:]]
        live.write("\n".join(lines))
        listed = live.run("sources")[1].splitlines()
        assert [line.split()[0] for line in listed] == ["kobo-survey", "visits-database"]


def test_without_sources_it_is_said(live: Live) -> None:
    for command in ("refresh", "sources"):
        code, out, err = live.run(command)
        assert code == 0 and not out and "sources.toml" in err


def test_no_secret_is_written_anywhere(live: Live, server: StandIn, base: Path) -> None:
    live.write(
        f'[survey]\ntype = "kobo"\nserver = "{server.url}"\nasset = "{ASSET}"\n'
        'token = "KOBO_TOKEN"\n'
        f'[visits]\ntype = "sql"\nurl = "postgresql+psycopg://r@127.0.0.1:1/b"\ntable = "t"\n'
        'password = "BASE_PASSWORD"\n'
    )
    code, out, err = live.run("refresh")
    listed = live.run("sources")
    assert code == 1, "the base cannot be reached"
    live.atlas.store.close()
    written = [path.read_bytes() for path in live.data_dir.rglob("*") if path.is_file()]
    assert len(written) > 3
    for secret in (TOKEN, SECRET):
        assert secret not in out + err + "".join(map(str, listed))
        assert not [content for content in written if secret.encode() in content]
    modes = {path.stat().st_mode & 0o777 for path in (live.data_dir / "live").iterdir()}
    assert modes == {0o600}


def test_a_secret_that_is_not_set_is_said(
    live: Live, server: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KOBO_TOKEN")
    code, document = live.refresh()
    assert (code, codes(document)) == (1, {"live_secret"})
    assert "KOBO_TOKEN" in message(document, "live_secret") and not server.asked


def test_one_refresh_of_a_source_at_a_time(live: Live, server: StandIn) -> None:
    from filelock import FileLock

    (live.data_dir / "live").mkdir()
    with FileLock(live.data_dir / "live" / "survey.lock"):
        code, document = live.refresh()
    assert (code, codes(document)) == (1, {"live_running"})
    assert not server.asked and not live.atlas.store.campaigns()


def test_what_came_of_it_is_kept(live: Live, server: StandIn) -> None:
    live.refresh("--dry-run")
    assert not live.atlas.store.campaigns()
    live.refresh()
    assert "3 went in, 0 were left out" in live.run("sources")[1]
    server.answers = [(401, {}, b"{}")]
    live.refresh()
    assert "does not take the key" in live.run("sources")[1]
    # What was fetched by one that was killed is removed by the next.
    left = live.data_dir / "live" / "survey.fetch-abc"
    left.mkdir()
    (left / "rows.csv").write_text("x", "utf-8")
    live.refresh()
    assert not left.exists()
