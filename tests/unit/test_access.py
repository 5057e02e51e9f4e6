"""Who may write: the passphrase and its tries, sessions, and the machine's own browser."""

from __future__ import annotations

import logging
import os
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.editing import sign_in
from dashboard.editing.access import EXTENSION, Access
from dashboard.editing.attempts import FREE, FREE_FOR_ALL, Attempts
from dashboard.editing.commands import environment
from dashboard.editing.sessions import LASTS, Sessions, read_key
from dashboard.factory import create_app
from geodata.i18n import translators
from geodata.passphrase import hash_passphrase, is_passphrase
from geodata.settings import Settings, read_settings
from tests import world

PASSPHRASE = "pâine și sare"
HASHED = hash_passphrase(PASSPHRASE, "test")
EN = translators()["en"]
OVERVIEW = (
    *("campaigns", "templates", "history", "sources", "sources_wrong", "events"),
    *("mappings", "decisions"),
)
SIGN_OUT = "/editing/sign-out"


@pytest.fixture(scope="module")
def server() -> Flask:
    return create_app(world.illustrative().settings).server


@pytest.fixture(autouse=True)
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Commands that would be run are kept instead."""
    run: list[tuple[str, ...]] = []
    monkeypatch.setattr(sign_in, "run_later", lambda _, *arguments: run.append(arguments))
    empty = {name: [] for name in OVERVIEW}
    monkeypatch.setattr("dashboard.editing.overview.ask", lambda *_: empty)
    return run


@pytest.fixture
def opened(server: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Opens the app to a browser under other settings, with a folder of its own."""
    before = server.extensions[EXTENSION]

    def open_it(**changes: Any) -> FlaskClient:
        settings = replace(world.illustrative().settings, data_dir=tmp_path, **changes)
        server.extensions[EXTENSION] = Access(settings)
        return server.test_client()

    yield open_it
    server.extensions[EXTENSION] = before


def type_in(client: FlaskClient, passphrase: str = PASSPHRASE, **options: Any) -> TestResponse:
    form = {"name": "Ana", "passphrase": passphrase}
    return client.post("/editing/sign-in?lang=en", data=form, **options)


def writes(client: FlaskClient, **options: Any) -> bool:
    """Whether this sender may write: `sign-out` is as guarded as every other address."""
    answer = client.post(SIGN_OUT, **options)
    assert answer.status_code in (303, 403)
    return bool(answer.status_code == 303)


# The passphrase -------------------------------------------------------------------------------


def test_the_settings_keep_a_hash_only(tmp_path: Path) -> None:
    given = read_settings({"EDITOR_PASSWORD": PASSPHRASE, "DATA_DIR": str(tmp_path)})
    assert PASSPHRASE not in repr(given) and given.editor_password not in repr(given)
    assert PASSPHRASE not in given.editor_password
    assert is_passphrase(PASSPHRASE, given.editor_password)
    assert not list(tmp_path.iterdir())
    # Every worker has the same, another deployment another.
    assert given == read_settings({"EDITOR_PASSWORD": PASSPHRASE, "DATA_DIR": str(tmp_path)})
    other = read_settings({"EDITOR_PASSWORD": PASSPHRASE, "DATA_DIR": str(tmp_path / "b")})
    assert other.editor_password != given.editor_password


@pytest.mark.parametrize("typed", ["", "paine si sare", PASSPHRASE + "x", "x" * 5000, "\udcff"])
def test_another_passphrase_is_none(typed: str) -> None:
    assert not is_passphrase(typed, HASHED)
    assert not is_passphrase(typed, "")


def test_a_letter_in_two_signs_is_the_same() -> None:
    assert is_passphrase("pa\u0302ine s\u0326i sare ", HASHED)


def test_no_command_gets_the_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR_PASSWORD", PASSPHRASE)
    given = environment(Settings(editor_password=HASHED))
    assert PASSPHRASE not in given.values() and HASHED not in given.values()


# Signing in -----------------------------------------------------------------------------------


def test_whoever_knows_the_passphrase_writes_until_they_leave(
    opened: Any, commands: list[tuple[str, ...]]
) -> None:
    client = opened(editor_password=HASHED)
    assert not writes(client)
    answer = type_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/data?lang=en")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("atlas-editor=") and f"Max-Age={LASTS}" in cookie
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie
    assert EN.text("access.signed_in", name="Ana") in client.get("/data?lang=en").text
    kept = client.get_cookie("atlas-editor")
    assert kept is not None and PASSPHRASE not in kept.value
    assert client.post(SIGN_OUT).status_code == 303
    assert client.get_cookie("atlas-editor") is None
    client.set_cookie("atlas-editor", kept.value)  # whoever had kept it has nothing
    assert not writes(client)
    assert [each[2] for each in commands] == ["sign_in", "sign_out"]
    assert all(each[3] == "--who=Ana" for each in commands)


@pytest.mark.parametrize(
    ("changes", "headers"),
    [({"public_url": "https://atlas.example.org"}, {}), ({}, {"X-Forwarded-Proto": "https"})],
)
def test_behind_tls_the_cookie_is_secure(
    opened: Any, changes: dict[str, str], headers: dict[str, str]
) -> None:
    client = opened(editor_password=HASHED, **changes)
    (cookie,) = type_in(client, headers=headers).headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-atlas-editor=")
    assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie


def test_a_wrong_passphrase_is_said_on_the_page(opened: Any) -> None:
    client = opened(editor_password=HASHED)
    answer = type_in(client, "no")
    assert answer.status_code == 403 and "Set-Cookie" not in answer.headers
    assert EN.text("access.wrong").replace("'", "&#39;") in answer.text
    assert 'type="password"' in answer.text and "no-store" in answer.headers["Cache-Control"]


def test_a_name_is_kept_harmless(opened: Any, commands: list[tuple[str, ...]]) -> None:
    client = opened(editor_password=HASHED)
    form = {"name": "--x\u202e<b>\n" + "y" * 500, "passphrase": PASSPHRASE}
    client.post("/editing/sign-in", data=form)
    page = client.get("/data").text
    assert "&lt;b&gt;" in page and "<b>" not in page and "\u202e" not in page
    ((*_, who),) = commands
    assert who.startswith("--who=--x<b>") and len(who) < 70


def test_a_large_form_is_refused(opened: Any) -> None:
    client = opened(editor_password=HASHED)
    assert type_in(client, "x" * 100_000).status_code == 413


def test_over_a_bare_network_the_page_warns(opened: Any) -> None:
    client = opened(editor_password=HASHED, host="0.0.0.0")
    from_afar = {"REMOTE_ADDR": "10.0.0.7"}
    warning = EN.text("access.exposed")
    assert warning in client.get("/data?lang=en", environ_overrides=from_afar).text
    assert warning not in client.get("/data?lang=en").text
    encrypted = {"X-Forwarded-Proto": "https"}
    asked = client.get("/data?lang=en", environ_overrides=from_afar, headers=encrypted)
    assert warning not in asked.text


# Sessions -------------------------------------------------------------------------------------


def test_a_session_is_over_in_time_and_cannot_be_forged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = Sessions(tmp_path, HASHED)
    token = sessions.open("Ana")
    session = sessions.read(token)
    assert session is not None and session.name == "Ana"
    assert Sessions(tmp_path, HASHED).read(token) == session  # another worker
    for forged in ("", "x", token[:-1], "x" + token, token.replace(".", "x", 1)):
        assert sessions.read(forged) is None
    assert Sessions(tmp_path, hash_passphrase("another", "test")).read(token) is None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + LASTS + 2)
    assert sessions.read(token) is None


def test_an_ended_session_is_forgotten_once_it_is_over(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path, HASHED)
    first, second = (sessions.read(sessions.open(name)) for name in "ab")
    assert first and second
    sessions.end(first)
    mark = tmp_path / "ended" / first.serial
    os.utime(mark, (time.time() - LASTS - 100,) * 2)
    sessions.end(second)
    assert [path.name for path in (tmp_path / "ended").iterdir()] == [second.serial]


def test_the_key_is_random_one_for_all_and_nobody_else_s(tmp_path: Path) -> None:
    key = read_key(tmp_path / "a")
    assert len(key) == 32 and key == read_key(tmp_path / "a") != read_key(tmp_path / "b")
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "a" / "key").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700


# Tries ----------------------------------------------------------------------------------------


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_five_tries_then_a_wait_that_doubles(tmp_path: Path) -> None:
    clock = Clock()
    attempts = Attempts(tmp_path, clock)
    assert [attempts.begin("10.0.0.7") for _ in range(FREE)] == [0] * FREE
    waits = []
    for _ in range(9):
        waits.append(attempts.begin("10.0.0.7"))
        clock.now += waits[-1]
        assert attempts.begin("10.0.0.7") == 0
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert attempts.begin("10.0.0.8") == 0, "another client waits for nobody"
    assert Attempts(tmp_path, clock).begin("10.0.0.7") == 3600, "another worker knows"
    clock.now += 25 * 3600
    assert attempts.begin("10.0.0.7") == 0


def test_a_success_forgets(tmp_path: Path) -> None:
    attempts = Attempts(tmp_path, Clock())
    for _ in range(3 * FREE):
        assert attempts.begin("10.0.0.7") == 0
        attempts.succeed("10.0.0.7")


def test_whoever_changes_address_waits_too(tmp_path: Path) -> None:
    clock = Clock()
    attempts = Attempts(tmp_path, clock)
    for i in range(FREE_FOR_ALL):
        assert attempts.begin(f"10.0.{i}.7") == 0
    assert attempts.begin("10.1.0.1") == 30
    clock.now += 30
    assert attempts.begin("10.1.0.1") == 0
    assert attempts.begin("10.1.0.2") == 60


def test_a_household_s_addresses_are_one_and_none_is_kept(tmp_path: Path) -> None:
    attempts = Attempts(tmp_path, Clock())
    for i in range(FREE):
        assert attempts.begin(f"2001:db8:1:2::{i}") == 0
    assert attempts.begin("2001:db8:1:2:ffff::1") == 30
    assert attempts.begin("2001:db8:1:3::1") == 0
    kept = (tmp_path / "attempts.json").read_text("utf-8")
    assert "2001" not in kept
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "attempts.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"all": 5}', '{"all": ["a", "b"]}'])
def test_a_broken_record_of_tries_is_begun_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / "attempts.json").write_text(text, "utf-8")
    assert Attempts(tmp_path, Clock()).begin("10.0.0.7") == 0


def test_the_sixth_try_is_not_even_looked_at(opened: Any, caplog: Any) -> None:
    client = opened(editor_password=HASHED)
    with caplog.at_level(logging.DEBUG):
        for _ in range(FREE):
            assert type_in(client, "no").status_code == 403
        answer = type_in(client)
    assert answer.status_code == 429 and 1 <= int(answer.headers["Retry-After"]) <= 30
    assert "Set-Cookie" not in answer.headers
    assert re.search(r"Try again in \d+ seconds?\.", answer.text)
    assert not writes(client)
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    assert type_in(client, environ_overrides=elsewhere).status_code == 303
    assert PASSPHRASE not in caplog.text


def test_behind_a_proxy_clients_are_told_apart_by_its_word(opened: Any) -> None:
    client = opened(editor_password=HASHED, public_url="https://atlas.example.org")
    for i in range(FREE):  # what the client itself wrote stands before the proxy's word
        headers = {"X-Forwarded-For": f"1.2.3.{i}, 10.0.0.7"}
        assert type_in(client, "no", headers=headers).status_code == 403
    assert type_in(client, headers={"X-Forwarded-For": "9.9.9.9, 10.0.0.7"}).status_code == 429
    assert type_in(client, headers={"X-Forwarded-For": "10.0.0.8"}).status_code == 303
    # From outside nobody is a proxy: what they write is not believed.
    direct = {"environ_overrides": {"REMOTE_ADDR": "8.8.8.8"}}
    for i in range(FREE):
        headers = {"X-Forwarded-For": f"10.0.1.{i}"}
        assert type_in(client, "no", headers=headers, **direct).status_code == 403
    assert type_in(client, headers={"X-Forwarded-For": "1.1.1.1"}, **direct).status_code == 429


# Without a passphrase -------------------------------------------------------------------------


def test_this_machine_s_own_browser_writes(opened: Any) -> None:
    client = opened()
    assert writes(client)
    for host in ("127.0.0.1:8050", "[::1]:8050", "localhost"):
        assert writes(client, headers={"Host": host}), host
    assert EN.text("access.local") in client.get("/data?lang=en").text
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert writes(client, headers=own)


@pytest.mark.parametrize(
    ("name", "value"),
    [("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Proto", "http"), ("X-Forwarded-Host", "x"),
     ("X-Forwarded-Prefix", ""), ("Forwarded", "for=127.0.0.1"), ("Via", "1.1 x"),
     ("X-Real-IP", "127.0.0.1"), ("CF-Connecting-IP", "::1")],
)  # fmt: skip
def test_whoever_comes_through_somebody_does_not(opened: Any, name: str, value: str) -> None:
    client = opened()
    assert not writes(client, headers={name: value})
    assert EN.text("access.closed") in client.get("/data?lang=en", headers={name: value}).text


@pytest.mark.parametrize(
    "environ",
    [{"REMOTE_ADDR": "10.0.0.7"}, {"REMOTE_ADDR": ""}, {"SERVER_NAME": "0.0.0.0"},
     {"SERVER_NAME": "10.0.0.1"}, {"SERVER_NAME": ""}, {"SERVER_PROTOCOL": "HTTP/1.0"},
     {"HTTP_HOST": "0.0.0.0"}],
)  # fmt: skip
def test_whoever_comes_from_elsewhere_does_not(opened: Any, environ: dict[str, str]) -> None:
    answer = opened().post(SIGN_OUT, environ_overrides=environ)
    assert answer.status_code == (400 if "HTTP_HOST" in environ else 403)


@pytest.mark.parametrize(
    "changes",
    [{"host": "0.0.0.0"}, {"host": "::"}, {"host": "10.0.0.1"},
     {"public_url": "https://atlas.example.org"}, {"public_url": "http://localhost"}],
)  # fmt: skip
@pytest.mark.parametrize("language", ["ro", "ru", "en"])
def test_bound_elsewhere_the_page_says_so_and_writing_is_403(
    opened: Any, changes: dict[str, str], language: str
) -> None:
    client = opened(**changes)
    words = translators()[language].text("access.closed")
    page = client.get(f"/data?lang={language}").text
    assert words in page and "<form" not in page and "EDITOR_PASSWORD" in page
    answer = client.post(f"{SIGN_OUT}?lang={language}")
    assert answer.status_code == 403 and words in answer.text
    # Nor can anybody sign in where there is nothing to sign in with.
    assert type_in(client, "").status_code == 403
    asked = client.post(f"{SIGN_OUT}?lang={language}", headers={"Accept": "application/json"})
    assert (asked.status_code, asked.get_json()) == (403, {"error": words})


def test_a_page_of_another_site_writes_nothing(opened: Any) -> None:
    for client in (opened(), opened(editor_password=HASHED)):
        type_in(client)
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://localhost:3000"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            assert client.post(SIGN_OUT, headers=headers).status_code == 403
        assert writes(client)
