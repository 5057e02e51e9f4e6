"""Safe by default: who is answered, with which headers, and what hostile input becomes."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import request_log, security
from dashboard.callback_guard import LARGEST_BODY, PATH, Misfit, Shape, check_body
from dashboard.factory import create_app
from dashboard.serving import describe_start
from geodata.districts import District
from geodata.plain_text import clean_document, clean_text
from geodata.settings import Settings
from tests import world

JSON = "application/json"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff\u200b"
CONTROL = "".join(map(chr, range(0x20))) + "\x7f\x80\x9f"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>$\\unicode{x}$ {{7*7}} %{x} \"'&"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(world.illustrative().settings).server.test_client()


def body(query: str = "?pin=MD-SO") -> dict[str, Any]:
    return {
        "output": "..detail.children...page.children...bridge.reply..",
        "outputs": [
            {"id": "detail", "property": "children"},
            {"id": "page", "property": "children"},
            {"id": "bridge", "property": "reply"},
        ],
        "inputs": [
            {"id": "bridge", "property": "view", "value": {"query": query, "theme": "light"}}
        ],
        "changedPropIds": ["bridge.view"],
        "parsedChangedPropsIds": ["bridge.view"],
    }


# Headers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/nothing", "/healthz", "/_dash-layout", "/favicon.ico"])
def test_every_answer_is_protected(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert rules["script-src"].startswith("'self' 'sha256-")
    assert "unsafe" not in rules["script-src"]
    assert rules["default-src"] == rules["object-src"] == rules["frame-ancestors"] == "'none'"
    assert rules["base-uri"] == rules["form-action"] == rules["connect-src"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert {"Referrer-Policy", "Permissions-Policy"} <= set(headers.keys())
    assert not [name for name in headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118
    assert "Strict-Transport-Security" not in headers


def test_a_file_may_do_nothing_at_all(client: FlaskClient) -> None:
    addresses = re.findall(r'(?:src|href)="(/assets/[^"]+)"', client.get("/").text)
    assert len(addresses) > 10
    for address in addresses:
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_inline_scripts_are_covered_by_the_policy(client: FlaskClient) -> None:
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    inline = re.findall(
        r"<script(?![^>]*(?:src=|application/json))[^>]*>(.*?)</script>", answer.text, re.S
    )
    assert inline
    for text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert not re.findall(r"<[^>]+\son\w+=", answer.text), "an inline event handler"
    assert "javascript:" not in answer.text


def test_https_in_front_is_told_to_stay(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers={"X-Forwarded-Proto": "https"})
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_nothing_outside_is_named(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    found = re.findall(r'(?:src|href)="((?:https?:)?//[^"]*)"', page)
    assert found == []


# Hosts and origins ----------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8050", "[::1]:8050", "LOCALHOST.:1"])
def test_own_hosts_are_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "localhost@evil.example", "127.0.0.1:80:80",
     "localhost:", "localhost/x", "127.0.0.1.evil", "[::1", "ăâ", " ", "a" * 5000],
)  # fmt: skip
def test_foreign_hosts_are_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/", environ_overrides={"HTTP_HOST": host})
    assert answer.status_code == 400
    assert host.strip() == "" or host not in answer.text


def test_hosts_come_from_the_settings() -> None:
    given = Settings(
        host="10.1.2.3", public_url="https://a.example", allowed_hosts=(".b.example", "[fe80::1]")
    )
    allowed = security.allowed_hosts(given)
    for host in ("10.1.2.3:80", "a.example", "b.example", "x.b.example:1", "[fe80::1]:8050"):
        assert security.is_allowed(host, allowed), host
    for host in ("xb.example", "c.example", "x.a.example", ""):
        assert not security.is_allowed(host, allowed), host
    assert security.is_allowed(
        "any.example", security.allowed_hosts(Settings(allowed_hosts=("*",)))
    )


def test_every_interface_without_names_answers_this_machine_and_says_so() -> None:
    everywhere = Settings(host="0.0.0.0")
    assert not security.is_allowed("10.1.2.3", security.allowed_hosts(everywhere))
    assert "ALLOWED_HOSTS" in describe_start(everywhere)
    assert "\n" not in describe_start(everywhere)
    assert describe_start(Settings()) == "Together Atlas: http://127.0.0.1:8050"
    named = Settings(host="0.0.0.0", public_url="https://a.example")
    assert describe_start(named) == "Together Atlas: https://a.example"


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://localhost:3000", "x"])
def test_foreign_origins_are_refused(client: FlaskClient, origin: str) -> None:
    for answer in (
        client.post(PATH, json=body(), headers={"Origin": origin}),
        client.get("/healthz", headers={"Origin": origin}),
    ):
        assert answer.status_code == 403
    site = client.post(PATH, json=body(), headers={"Sec-Fetch-Site": "cross-site"})
    assert site.status_code == 403


def test_the_own_origin_is_answered(client: FlaskClient) -> None:
    answer = client.post(PATH, json=body(), headers={"Origin": "http://localhost"})
    assert answer.status_code == 200


# Addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ro", "ru", "en"])
@pytest.mark.parametrize(
    "path", ["/nothing", "/_mcp", "/_favicon.ico", "/_reload-hash", "/assets/x/../../etc"]
)
def test_unknown_addresses_have_a_short_page(client: FlaskClient, path: str, language: str) -> None:
    answer = client.get(f"{path}?lang={language}")
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.text
    assert len(answer.data) < 2500


def test_unknown_addresses_of_scripts_have_a_sentence(client: FlaskClient) -> None:
    for path in ("/data/x/frames.json", "/_dash-component-suites/dash/x.js"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (404, JSON)


def test_methods_and_long_queries_are_refused(client: FlaskClient) -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)("/").status_code == 405
    assert client.get("/?" + "a" * 9000).status_code == 414
    answer = client.get(PATH)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_address_is_answered(client: FlaskClient, path: str, query: str) -> None:
    assert client.get("/" + quote(path), query_string={"pin": query}).status_code < 500
    assert client.get("/", query_string=query).status_code < 500


# Callbacks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "status"),
    [("text/plain", 415), ("application/x-www-form-urlencoded", 415), ("", 415),
     ("multipart/form-data; boundary=x", 415), (JSON, 200), (f"{JSON}; charset=utf-8", 200)],
)  # fmt: skip
def test_callbacks_are_json(client: FlaskClient, kind: str, status: int) -> None:
    answer = client.post(PATH, data=json.dumps(body()), content_type=kind)
    assert answer.status_code == status


def test_large_bodies_are_refused(client: FlaskClient) -> None:
    answer = client.post(PATH, json=body("x" * LARGEST_BODY))
    assert (answer.status_code, answer.mimetype) == (413, JSON)
    gzipped = client.post(PATH, data=b"x", content_type=JSON, headers={"Content-Encoding": "gzip"})
    assert gzipped.status_code == 415


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe", b"\xef\xbb\xbf{}", b"[" * 60_000, b'{"a":' * 9000, b"NaN", b"1" * 9000,
     b'{"output": NaN}', b'"\\ud800"', b"{" + b'"output":1,' * 99 + b'"x":1}'],
)  # fmt: skip
def test_bodies_that_are_no_json_are_refused(client: FlaskClient, raw: bytes) -> None:
    answer = client.post(PATH, data=raw, content_type=JSON)
    assert answer.status_code == 400
    assert answer.get_json()["error"].endswith(".")


def mutations() -> Iterator[dict[str, Any]]:
    """The right body with one thing wrong."""
    bad: list[Any] = [None, 0, True, "", "x", [], {}, [[]], [{}], {"id": "bridge"}, [None], ["x"]]
    for key in body():
        for value in bad:
            if not (key == "parsedChangedPropsIds" and value == []):
                yield body() | {key: value}
    for key in ("id", "property"):
        for value in (*bad, {"type": "x"}):
            changed = body()
            changed["inputs"][0][key] = value
            yield changed
    yield body() | {"inputs": body()["inputs"] * 2}
    yield body() | {"state": body()["inputs"]}
    yield body() | {"extra": 1}
    yield body() | {"outputs": body()["outputs"][:2]}
    yield body() | {"changedPropIds": ["bridge.reply"]}


def test_every_part_of_a_body_is_held_against_the_callback(client: FlaskClient) -> None:
    for document in mutations():
        status = client.post(PATH, json=document).status_code
        # No changed property is what Dash sends at an initial call.
        assert status == 400 or document["changedPropIds"] == [], document
        assert status < 500


def test_arguments_of_other_callbacks_are_refused(client: FlaskClient) -> None:
    assert client.post(PATH + "?endId=x~y", json=body()).status_code == 200
    for query in ("cacheKey=x", "job=1", "cancelJob=1", "endId=x&job=1"):
        assert client.post(f"{PATH}?{query}", json=body()).status_code == 400


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=12,
)
PARTS = st.fixed_dictionaries(
    {}, optional={key: ANY_JSON | st.just(value) for key, value in body().items()}
)


@given(
    ANY_JSON
    | PARTS
    | st.builds(lambda v: body() | {"inputs": [{**body()["inputs"][0], "value": v}]}, ANY_JSON)
)
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_json_gets_an_answer_but_no_failure(client: FlaskClient, document: Any) -> None:
    raw = json.dumps(document)
    assert client.post(PATH, data=raw, content_type=JSON).status_code < 500


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_refused(raw: bytes) -> None:
    with pytest.raises(Misfit):
        check_body(raw, {"a.b": Shape({"id": "a", "property": "b"}, (), ())})


# Hostile names --------------------------------------------------------------------------------


def hostile_document(document: dict[str, Any]) -> dict[str, Any]:
    """A publication whose every name is hostile, as the gateway lets it through."""
    name = HOSTILE + BIDI + CONTROL
    dirty = json.loads(json.dumps(document))
    campaign = dirty["campaign"]
    for key in ("names", "funding", "disclaimer"):
        campaign[key] = dict.fromkeys(campaign[key], name)
    campaign |= {"partners": [name], "publisher": name}
    for visit in dirty["visits"]:
        visit["name"] = name
    for question in dirty["questions"].values():
        for key in ("text", "short"):
            question[key] = dict.fromkeys(question[key], name)
        question["options"] = [[code, dict.fromkeys(w, name)] for code, w in question["options"]]
    for record in (*dirty["media"], *dirty["benchmarks"]):
        record |= {key: name for key, value in record.items() if key in ("outlet", "title")}
    cleaned: dict[str, Any] = clean_document(dirty)
    return cleaned


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    published = world.illustrative().published
    data_dir: Path = tmp_path_factory.mktemp("hostile")
    folder = data_dir / "published" / "hostile"
    folder.mkdir(parents=True)
    document = hostile_document(published.document)
    (folder / "publication.json").write_text(json.dumps(document), "utf-8")
    (folder.parent / "current").write_text("hostile", "utf-8")
    (data_dir / "static-shared").mkdir()
    for copy in world.illustrative().settings.data_dir.glob("static-*/*"):
        (data_dir / "static-shared" / copy.name).write_bytes(copy.read_bytes())
    patch = pytest.MonkeyPatch()
    patch.setattr("dashboard.finished_files.BROTLI_BEST", 3)  # quick
    patch.setattr(District, "name", lambda *_: HOSTILE)
    patch.setattr(District, "short", lambda *_: HOSTILE)
    yield create_app(Settings(data_dir=data_dir)).server.test_client()
    patch.undo()


QUERIES = (
    "?pin=MD-SO&page=table",
    "?pin=MD-CU&indicator=trust_police_favourable&page=table&lang=ru",
    "?pin=nord&indicator=trust_police_balance&level=region&lang=en&district=MD-SO,MD-BA",
)
UNSEEN = re.compile(f"[{re.escape(BIDI)}\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.mark.parametrize("query", QUERIES)
def test_hostile_names_are_text_in_the_page(hostile: FlaskClient, query: str) -> None:
    page = hostile.get("/" + query).get_data(as_text=True)
    assert "&lt;script&gt;alert(1)" in page and "{{7*7}}" in page
    assert "<script>alert" not in page and "<img src=x" not in page
    assert not UNSEEN.search(page)


@pytest.mark.parametrize("query", QUERIES)
def test_hostile_names_are_text_in_callbacks(hostile: FlaskClient, query: str) -> None:
    answer = hostile.post(PATH, json=body(query))
    assert (answer.status_code, answer.mimetype) == (200, JSON)
    assert not UNSEEN.search(json.dumps(answer.get_json(), ensure_ascii=False))
    said = answer.get_json()
    charts = [*components(said, "Graph"), *components(said, "Chart")]
    assert charts or "nord" in query
    for graph in charts:
        assert graph["props"].get("mathjax", False) is False
        drawn = json.dumps(graph["props"]["figure"], ensure_ascii=False)
        assert "<script" not in drawn and "<img" not in drawn and "$" not in drawn, drawn
    for kind in ("Markdown", "DangerouslySetInnerHTML", "Iframe"):
        assert not list(components(answer.get_json(), kind))


def test_hostile_names_are_json_in_files(hostile: FlaskClient) -> None:
    page = hostile.get("/").get_data(as_text=True)
    for address in re.findall(r'data-(?:frames|words)="([^"]+)"', page):
        answer = hostile.get(address)
        assert answer.mimetype == JSON and answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not UNSEEN.search(json.dumps(answer.get_json(), ensure_ascii=False))


def components(value: Any, kind: str) -> Iterator[dict[str, Any]]:
    """Every Dash component of a kind in an answer."""
    if isinstance(value, dict):
        if value.get("type") == kind and "props" in value:
            yield value
        for each in value.values():
            yield from components(each, kind)
    elif isinstance(value, list):
        for each in value:
            yield from components(each, kind)


def test_cleaning_keeps_letters_and_drops_what_is_not_seen() -> None:
    for text in ("Ștefan Vodă", "Чадыр-Лунга", "Çadır-Lunga", "1 234", "a\u00adb", "👩\u200d🌾"):
        assert clean_text(text) == text
    assert clean_text(f"a{BIDI}b") == "ab"
    assert clean_text("a\r\nb\tc\u2028d") == "a b c d"
    assert clean_text("a\ud800b") == "ab"
    assert clean_document({"k\u202e": ["a\x00", 1, None, True, 0.5]}) == {
        "k": ["a", 1, None, True, 0.5]
    }


@given(st.text())
@settings(max_examples=200)
def test_cleaning_is_done_once_and_for_all(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert not UNSEEN.search(once)
    once.encode("utf-8")


# The log --------------------------------------------------------------------------------------


def test_one_line_a_request_without_anything_of_a_person(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("atlas").propagate = True
    with caplog.at_level(logging.INFO, logger="atlas"):
        client.get(
            "/x%0D%0Ay?pin=secret", headers={"User-Agent": "Somebody's", "Referer": "http://r"}
        )
    (line,) = [
        record.getMessage() for record in caplog.records if record.name == request_log.log.name
    ]
    assert re.fullmatch(r"GET /x%0D%0Ay 404 \d+\.\d ms \d+ bytes", line)


def test_a_failure_is_one_line_and_says_nothing_of_the_data(
    caplog: pytest.LogCaptureFixture,
) -> None:
    from dashboard.error_pages import register_errors

    server = Flask("failing")
    register_errors(server, "en")

    @server.get("/fails")
    def fails() -> str:
        raise KeyError("a person's name\nand more")

    with caplog.at_level(logging.INFO):
        answer = server.test_client().get("/fails")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text and "person" not in answer.text
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("KeyError at test_security.py:") and "person" not in line
    assert "\n" not in line
