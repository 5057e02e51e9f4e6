"""Answers kept for whoever asks the same: the same bytes, of these figures, of what is allowed."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from dashboard import replies
from dashboard.callback_guard import PATH
from dashboard.callbacks import view
from dashboard.factory import create_app
from dashboard.replies import Replies
from dashboard.state import PAGES, parse_view
from geodata.i18n import translators
from tests import world
from tests.browser.expected import read_rows
from tests.browser.views import random_views
from tests.contract.test_server import body

BROTLI = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def client() -> FlaskClient:
    app = create_app(world.illustrative().settings)
    logging.getLogger(app.server.name).setLevel(logging.CRITICAL)
    return app.server.test_client()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Queries that reached the callback."""
    found: list[str] = []
    read_told = view.read_told

    def note(told: Any) -> tuple[str, str]:
        query, theme = read_told(told)
        found.append(query)
        return query, theme

    monkeypatch.setattr(view, "read_told", note)
    return found


def ask(client: FlaskClient, query: str, **options: Any) -> Any:
    return client.post(PATH, json=body({"query": query, "theme": "light"}), **options)


def test_the_second_gets_what_the_first_got(client: FlaskClient, asked: list[str]) -> None:
    first = ask(client, "?lang=ru&pin=MD-SO", headers=BROTLI)
    again = ask(client, "?lang=ru&pin=MD-SO", headers=BROTLI)
    assert asked == ["?lang=ru&pin=MD-SO"]
    assert first.status_code == again.status_code == 200
    assert first.data == again.data
    assert first.headers["Content-Encoding"] == "br"
    own = {"Content-Length", "Date"}
    seen = [sorted(h for h in answer.headers if h[0] not in own) for answer in (first, again)]
    assert seen[0] == seen[1]


def test_what_differs_is_asked_anew(client: FlaskClient, asked: list[str]) -> None:
    for query in ("?lang=ro", "?lang=en", "?lang=en&pin=MD-CU"):
        ask(client, query)
    assert len(asked) == 3
    plain = ask(client, "?lang=en&pin=MD-CU", headers={"Accept-Encoding": "identity"})
    assert len(asked) == 4 and "Content-Encoding" not in plain.headers
    over_tls = ask(client, "?lang=ro", headers={"X-Forwarded-Proto": "https"})
    assert len(asked) == 4 and "Strict-Transport-Security" in over_tls.headers
    assert "Strict-Transport-Security" not in ask(client, "?lang=ro").headers


def test_nothing_goes_around_the_guard(client: FlaskClient) -> None:
    good = json.dumps(body({"query": "?lang=ro", "theme": "light"}))
    assert client.post(PATH, data=good, content_type="application/json").status_code == 200
    assert client.post(PATH, data=good, content_type="text/plain").status_code == 415
    assert client.get(PATH).status_code == 405
    address = f"{PATH}?other=1"
    assert client.post(address, data=good, content_type="application/json").status_code == 400


def small_server(figures: list[str], kept: list[int]) -> FlaskClient:
    server = Flask("small")
    answers = Replies(lambda: figures[0])
    answers.keep_from(server)

    @server.post(PATH)
    def answer() -> Response:
        kept[0] += 1
        return Response(f"{figures[0]} {kept[0]}", status=200 if figures[0] != "broken" else 500)

    answers.answer_from(server)
    return server.test_client()


def test_other_figures_other_answers_and_failures_are_not_kept() -> None:
    figures, count = ["one"], [0]
    client = small_server(figures, count)
    assert [client.post(PATH, data="x").text for _ in range(3)] == ["one 1"] * 3
    figures[0] = "two"
    assert client.post(PATH, data="x").text == "two 2"
    figures[0] = "broken"
    assert [client.post(PATH, data="x").status_code for _ in range(2)] == [500, 500]
    assert count[0] == 4


def test_the_oldest_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "MOST", 2)
    count = [0]
    client = small_server(["one"], count)
    for asked in ("a", "b", "a", "c", "a"):  # b, asked for longest ago, gives way to c
        client.post(PATH, data=asked)
    assert count[0] == 3
    client.post(PATH, data="b")
    assert count[0] == 4
    monkeypatch.setattr(replies, "LARGEST", 1)
    for _ in range(2):
        client.post(PATH, data="large")
    assert count[0] == 6


def test_words_kept_for_a_view_are_those_of_every_pin_and_order_of_it() -> None:
    published = world.illustrative().published
    rows = read_rows(world.illustrative().settings.store_url)
    for i, query in enumerate(random_views(60, list(published.document["indicators"]), rows)):
        page = PAGES[i % len(PAGES)]
        asked = parse_view(
            f"{query}&page={page}&interval={i % 2}&against=part:online", published, "ro"
        )
        asked = asked.to(pin=published.document["districts"][i % 35], focus="centru", sort="-value")
        t = translators()[asked.lang]
        kept = view._say(asked.to(**view.UNSPOKEN), published, t)
        assert kept == view._say(asked, published, t), (query, page)
