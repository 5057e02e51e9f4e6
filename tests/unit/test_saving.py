"""Files that take their time: who waits stands in line, who leaves is let go, all come as one."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import ServiceUnavailable

from dashboard import exports
from dashboard.export.asked import Asked
from dashboard.export.turnstile import SECONDS_UNSEEN, Busy, Turnstile
from dashboard.exports import ARCHIVE, FILES, HOW_MANY, TICKET, FileKind
from dashboard.factory import create_app
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES
from tests import world

ANNA, BORIS, CARMEN = "a" * 24, "b" * 24, "c" * 24


class Clock:
    """Seconds that pass when they are told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def turnstile(clock: Clock) -> Turnstile:
    """One at a time, and nobody waits inside."""
    return Turnstile(at_once=1, waiting=0, clock=clock)


def place(turnstile: Turnstile, ticket: str) -> int:
    """The place in line that a ticket is told; 0 where it is let through."""
    try:
        with turnstile.pass_through(True, ticket):
            return 0
    except Busy as busy:
        assert busy.code == 503 and busy.retry_after
        return int(getattr(busy, "values", {"place": -1})["place"])


def test_light_files_pass_and_heavy_ones_are_told_to_come_again(turnstile: Turnstile) -> None:
    with turnstile.pass_through(True):
        with turnstile.pass_through(False):
            pass
        assert place(turnstile, "") == -1
    assert place(turnstile, "") == 0


def test_a_place_in_line_is_kept_by_the_ticket(turnstile: Turnstile) -> None:
    with turnstile.pass_through(True):
        assert [place(turnstile, who) for who in (ANNA, BORIS, CARMEN)] == [1, 2, 3]
        assert [place(turnstile, who) for who in (CARMEN, BORIS, ANNA)] == [3, 2, 1]
    # It is free, and not for whoever asks first.
    assert place(turnstile, CARMEN) == 3
    assert place(turnstile, ANNA) == 0
    assert place(turnstile, CARMEN) == 2
    assert place(turnstile, BORIS) == 0
    assert place(turnstile, CARMEN) == 0


def test_who_cancels_leaves_the_line(turnstile: Turnstile) -> None:
    with turnstile.pass_through(True):
        assert [place(turnstile, who) for who in (ANNA, BORIS, CARMEN)] == [1, 2, 3]
        turnstile.hand_back(ANNA)
        assert place(turnstile, CARMEN) == 2
    assert not turnstile.is_wanted(ANNA) and turnstile.is_wanted(BORIS)
    turnstile.hand_back(BORIS)
    assert place(turnstile, CARMEN) == 0
    turnstile.hand_back("")
    assert turnstile.is_wanted(""), "whoever has no ticket cannot hand back those of others"


def test_who_is_not_seen_again_leaves_the_line(turnstile: Turnstile, clock: Clock) -> None:
    with turnstile.pass_through(True):
        assert [place(turnstile, who) for who in (ANNA, BORIS)] == [1, 2]
        clock.now = SECONDS_UNSEEN - 1
        assert place(turnstile, BORIS) == 2
        clock.now = SECONDS_UNSEEN + 1
        assert place(turnstile, BORIS) == 1


def test_one_waits_inside_and_goes_on_by_itself() -> None:
    turnstile = Turnstile(at_once=1, waiting=1)
    begun, passed = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        with turnstile.pass_through(True):
            passed.set()

    with turnstile.pass_through(True):
        thread = threading.Thread(target=wait)
        thread.start()
        assert begun.wait(5) and not passed.is_set()
        while not turnstile._line:
            pass
        assert place(turnstile, ANNA) == 2
    assert passed.wait(5)
    thread.join()
    assert place(turnstile, ANNA) == 0


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    yield create_app(world.illustrative().settings).server.test_client()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_archive_has_every_file_and_a_list_of_them(client: FlaskClient, lang: str) -> None:
    query = f"indicator=trust_police_favourable&level=district&pin=MD-SO&lang={lang}"
    answer = client.get(f"/export/{ARCHIVE}?{query}")
    assert answer.status_code == 200 and answer.content_type == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        *names, contents = archive.namelist()
        said = archive.read(contents).decode()
        assert str(len(names) + 1) == answer.headers[HOW_MANY]
        for (file, _), name in zip(FILES.items(), names, strict=True):
            alone = client.get(f"/export/{file}?{query}")
            assert archive.read(name) == alone.data, file
            given = alone.headers["Content-Disposition"].split("UTF-8''")[1]
            assert name == unquote(given)
            assert f"{name}\n    {translators()[lang].text(f'file.name.{file}')}" in said
        assert {info.date_time for info in archive.infolist()} == {(2021, 11, 14, 0, 0, 0)}
    view = exports.parse_view(query, world.illustrative().published, "ro")
    extract = Asked(view, world.illustrative().published, translators()[lang]).extract
    for part in (
        str(extract.sentence),
        extract.mark,
        extract.hero.note,
        *extract.sources,
        extract.funding,
        extract.disclaimer,
    ):
        assert part in said
    again = client.get(f"/export/{ARCHIVE}?{query}&nothing=1")
    assert again.data == answer.data
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"/export/{ARCHIVE}?{query}", headers=known).status_code == 304


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Four files that are quickly made; those that were are listed."""
    made: list[str] = []

    def make(file: str) -> FileKind:
        def body(_asked: Asked) -> bytes:
            made.append(file)
            if file == "brief.pdf":
                raise ServiceUnavailable
            return file.encode()

        return FileKind("text/plain", body, heavy=True)

    files = {file: make(file) for file in ("map.svg", "brief.pdf", "table.csv", "map.png")}
    monkeypatch.setattr(exports, "FILES", files)
    yield made


def test_what_cannot_be_made_is_named_and_the_others_are_given(
    client: FlaskClient, few: list[str]
) -> None:
    answer = client.get(f"/export/{ARCHIVE}?lang=en")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        *names, contents = archive.namelist()
        assert [archive.read(name) for name in names] == [b"map.svg", b"table.csv", b"map.png"]
        t = translators()["en"]
        assert (
            f"{t.text('contents.failed')}\n    {t.text('file.name.brief.pdf')}\n"
            in archive.read(contents).decode()
        )


def test_each_file_is_given_out_as_soon_as_it_is_made(client: FlaskClient, few: list[str]) -> None:
    answer = client.get(f"/export/{ARCHIVE}?lang=en", buffered=False)
    pieces = answer.iter_encoded()
    assert b", map, " in next(pieces) and few == ["map.svg"]
    assert b", table, " in next(pieces) and few == ["map.svg", "brief.pdf", "table.csv"]
    answer.close()


def test_who_goes_away_has_nothing_made_any_more(client: FlaskClient, few: list[str]) -> None:
    """Whether the line breaks, or the ticket is handed back: the place is free again."""
    for broken in (True, False):
        few.clear()
        for _ in range(3):  # more often than there are places
            headers = {TICKET: f"{_}{broken:d}" * 12}
            answer = client.get(f"/export/{ARCHIVE}?lang=en", headers=headers, buffered=False)
            pieces = answer.iter_encoded()
            next(pieces)
            if not broken:
                assert client.get("/export/leave", headers=headers).status_code == 204
                assert list(pieces) == []
            answer.close()
        assert few == ["map.svg"] * 3
    assert client.get("/export/map.svg").status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_waits_with_a_ticket_is_told_the_place(
    client: FlaskClient, few: list[str], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.export.turnstile.SECONDS_TO_WAIT", 0.01)
    held = [
        client.get(
            f"/export/{ARCHIVE}?at={at}",
            headers={TICKET: f"{at:x}{ord(lang[1]):x}" * 9},
            buffered=False,
        )
        for at in range(2)
    ]
    try:
        headers = {TICKET: f"{ord(lang[0]):x}" * 9, "Accept": "application/json"}
        answer = client.get(f"/export/map.svg?lang={lang}", headers=headers)
        assert answer.status_code == 503 and answer.headers["Retry-After"] == "1"
        assert answer.json == {"error": translators()[lang].text("file.place", place=1)}
        client.get("/export/leave", headers=headers)
        plain = client.get(f"/export/map.svg?lang={lang}")
        assert plain.status_code == 503 and plain.headers["Retry-After"] == "3"
    finally:
        for answer in held:
            answer.close()
    assert client.get("/export/map.svg").status_code == 200


def test_a_ticket_of_another_form_is_none(client: FlaskClient) -> None:
    for ticket in ("x" * 24, "a" * 400, "a b", "ț"):
        assert client.get("/export/leave", headers={TICKET: ticket}).status_code == 204
    assert client.get("/export/map.svg?lang=en").status_code == 200
