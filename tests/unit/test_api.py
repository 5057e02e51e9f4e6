"""The figures for programs: those of the screen, refused in words what cannot be understood."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from dashboard.factory import create_app
from dashboard.state import PART_KEYS
from tests import world

APP = create_app(world.illustrative().settings)
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", APP.server)
SHARE = "trust_police_favourable"


@pytest.fixture
def client() -> FlaskClient:
    return APP.server.test_client()


def ask(client: FlaskClient, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


@SCHEMA.parametrize()
@settings(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case: schemathesis.Case) -> None:
    # The test client unpacks nothing; two rules that span keys no description can hold.
    rules = [schemathesis.checks.positive_data_acceptance] if breaks_a_rule(case) else []
    case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=rules)


def breaks_a_rule(case: schemathesis.Case) -> bool:
    """Whether days run backwards or parts of several breakdowns are asked for."""
    query = case.query or {}
    broken_down = [key for key in PART_KEYS.values() if key in query]
    return len(broken_down) > 1 or str(query.get("from", "")) > str(query.get("to", "~"))


def test_indicators_are_those_of_the_registry(client: FlaskClient) -> None:
    found = ask(client, "indicators?lang=en")
    document = world.illustrative().published.document
    assert [each["key"] for each in found["indicators"]] == list(document["indicators"])
    assert found["illustrative"] is True and found["mark"].startswith("Illustrative data")
    rate = next(each for each in found["indicators"] if each["key"] == "reach_rate")
    assert rate["formula"].startswith("contacts counted at visits ÷ residents")


def test_values_are_those_of_the_map(client: FlaskClient) -> None:
    document = world.illustrative().published.document
    found = ask(client, f"values?lang=en&indicator={SHARE}&level=district")
    frame = document["indicators"][SHARE]["whole"]["all"]["district"]
    rows = {row["code"]: row for row in found["rows"]}
    assert rows.keys() == set(document["districts"])
    hidden = 0
    for i, code in enumerate(document["districts"]):
        value = frame["v"][i]
        assert rows[code]["value"] == (None if isinstance(value, str) else value)
        assert rows[code]["n"] == frame["n"][i]
        if frame["s"][i] == "s":
            hidden += 1
            assert rows[code]["status_code"] == "suppressed"
            kept = ("value", "value_text", "n", "numerator", "denominator", "dont_know")
            assert all(rows[code].get(key) is None for key in kept)
    assert hidden == 5


def test_the_screens_own_address_can_be_asked(client: FlaskClient) -> None:
    query = f"lang=ru&indicator={SHARE}&mode=online&pin=MD-SO&page=table&sort=-value"
    found = ask(client, f"values?{query}")
    assert found["view"].startswith("?lang=ru&indicator=trust_police_favourable&mode=online")
    assert found["sentence"].startswith("46")


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("indicator=nothing", "“nothing” is no value of the key “indicator”"),
        ("district=MD-SO,MD-XX", "“MD-XX” is no value of the key “district”"),
        ("from=2021-11-31", "Right would be: 2021-11-08"),
        ("from=2021-11-12&to=2021-11-09", "swap them"),
        ("mode=online&sex=female", "mode, sex"),
        ("indicator=visits&indicator=contacts", "more than once"),
        ("limit=5", "There is no key “limit” here"),
        ("level=village", "district, region, country"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(
    client: FlaskClient, query: str, word: str
) -> None:
    answer = client.get(f"/api/v1/values?lang=en&{query}")
    assert answer.status_code == 400
    assert word in answer.get_json()["error"]


def test_nothing_can_be_written(client: FlaskClient) -> None:
    for address in ("indicators", "values", "openapi.json"):
        assert client.post(f"/api/v1/{address}").status_code in (403, 405)


def test_the_same_answer_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/api/v1/values?lang=en")
    again = client.get("/api/v1/values?lang=en", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and again.get_data() == b""
