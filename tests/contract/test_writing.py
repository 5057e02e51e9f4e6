"""Every address that takes a body is guarded, or says why it need not be."""

from __future__ import annotations

import pytest
from flask import Flask

from dashboard import callback_guard
from dashboard.editing.guard import GUARDED, OPEN, guard_writing
from dashboard.factory import create_app
from dashboard.security import SAFE_METHODS
from geodata.settings import Settings
from tests import world

# Addresses that anybody may send a body to, and all there are.
OPEN_ADDRESSES = {"/editing/sign-in"}


@pytest.fixture(scope="module")
def server() -> Flask:
    return create_app(world.illustrative().settings).server


def writing(server: Flask) -> dict[str, list[str]]:
    """Address to endpoints of every rule that takes more than questions, but Dash's callback."""
    found: dict[str, list[str]] = {}
    for rule in server.url_map.iter_rules():
        if (rule.methods or set()) - set(SAFE_METHODS) and rule.rule != callback_guard.PATH:
            found.setdefault(rule.rule, []).append(rule.endpoint)
    return found


def test_every_address_that_writes_is_guarded(server: Flask) -> None:
    addresses = writing(server)
    assert addresses.keys() >= OPEN_ADDRESSES and len(addresses) > len(OPEN_ADDRESSES)
    for address, endpoints in addresses.items():
        for endpoint in endpoints:
            view = server.view_functions[endpoint]
            guarded, opened = getattr(view, GUARDED, False), getattr(view, OPEN, "")
            if address in OPEN_ADDRESSES:
                assert opened and not guarded, address
            else:
                assert guarded and not opened, f"{address} is open to everybody"


def test_nothing_that_writes_is_done_for_whoever_may_not(server: Flask) -> None:
    client = server.test_client()
    stranger = {"REMOTE_ADDR": "10.0.0.7"}
    for rule in server.url_map.iter_rules():
        if rule.rule not in writing(server) or rule.rule in OPEN_ADDRESSES:
            continue
        address = rule.rule
        for argument in rule.arguments:
            address = address.replace(f"<{argument}>", "0" * 32)
        for method in (rule.methods or set()) - set(SAFE_METHODS):
            answer = client.open(address, method=method, environ_overrides=stranger)
            assert answer.status_code == 403, f"{method} {address}"


def test_the_callback_is_the_only_other_one_and_writes_nothing(server: Flask) -> None:
    rules = [r for r in server.url_map.iter_rules() if r.rule == callback_guard.PATH]
    assert [sorted((rule.methods or set()) - set(SAFE_METHODS)) for rule in rules] == [["POST"]]


def test_an_address_that_nobody_thought_of_is_closed() -> None:
    server = Flask("forgetful")
    guard_writing(server, Settings())
    done = []
    server.post("/forgotten", endpoint="a")(lambda: str(done.append(1)))
    server.get("/asked", endpoint="b")(lambda: "answer")
    client = server.test_client()
    assert client.post("/forgotten").status_code == 403
    assert not done
    assert client.get("/asked").text == "answer"
    assert client.post("/asked").status_code == 405
    assert client.post("/nowhere").status_code == 404
