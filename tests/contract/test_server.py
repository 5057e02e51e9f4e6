"""The server as the browser meets it: every address, every language, views good and bad."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import assets
from dashboard.factory import create_app
from dashboard.viewmodels.reading import LETTERS
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES
from tests import world

QUERIES = {
    "default": "",
    "opinion": "indicator=trust_police_favourable",
    "balance": "indicator=trust_police_balance&pin=MD-CU",
    "a day": "indicator=trust_police_favourable&from=2021-11-10&to=2021-11-10&pin=MD-SO",
    "a mode": "indicator=fair_favourable&mode=face-to-face&pin=MD-GA&level=region",
    "country": "indicator=safe_day_favourable&level=country&pin=MD-BA",
    "table": "page=table&sort=-value&from=2021-11-09&to=2021-11-12&pin=MD-OR",
    "survey table": "page=table&indicator=knows_officer&sort=numerator&level=region&pin=nord",
    "districts": "district=MD-CU,MD-GA,MD-SO&pin=MD-CU&class=f,s,4",
    "hidden": "indicator=trust_police_favourable&district=MD-DU,MD-BS&pin=MD-DU&page=table",
    "out of scope": "pin=MD-SN&district=MD-BD,MD-SN&page=table",
    "coverage": "indicator=visits_done&from=2021-11-09&to=2021-11-09&pin=MD-FL&page=table",
    "junk": "indicator=%00&from=x&to=%ff&district=,,&mode=9&level=-&pin=%27&class=&sort=--&page=/",
}
DETAIL = "detail"


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    app = create_app(world.illustrative().settings)
    app.server.config["PROPAGATE_EXCEPTIONS"] = False
    logging.getLogger(app.server.name).setLevel(logging.CRITICAL)
    with app.server.test_client() as opened:
        yield opened


@pytest.fixture(scope="module")
def published() -> Published:
    return world.illustrative().published


def body(value: Any) -> dict[str, Any]:
    return {
        "output": "..detail.children...page.children...bridge.reply..",
        "outputs": [
            {"id": "detail", "property": "children"},
            {"id": "page", "property": "children"},
            {"id": "bridge", "property": "reply"},
        ],
        "inputs": [{"id": "bridge", "property": "view", "value": value}],
        "changedPropIds": ["bridge.view"],
    }


def post(client: FlaskClient, document: Any) -> Any:
    return client.post("/_dash-update-component", json=document)


class Elements(HTMLParser):
    """Every start tag of a page with its attributes and the open tags' attributes around it."""

    VOID = ("meta", "link", "input", "img", "br", "hr", "rect", "path", "circle")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.all.append((tag, given, tuple(i for _, i in self._open)))
        if tag not in self.VOID:
            self._open.append((tag, given.get("id") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs), tuple(i for _, i in self._open)))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def having(self, name: str) -> list[dict[str, str | None]]:
        return [given for _, given, _ in self.all if name in given]


def page(client: FlaskClient, query: str = "") -> Elements:
    answer = client.get(f"/?{query}")
    assert answer.status_code == 200
    return Elements(answer.get_data(as_text=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", QUERIES)
def test_every_view_has_a_page(client: FlaskClient, language: str, name: str) -> None:
    elements = page(client, f"{QUERIES[name]}&lang={language}")
    (html,) = [given for tag, given, _ in elements.all if tag == "html"]
    assert html["lang"] == language
    ids = [given["id"] for given in elements.having("id")]
    assert len(ids) == len(set(ids)), "an id stands twice"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", QUERIES)
def test_every_view_has_its_callback(client: FlaskClient, language: str, name: str) -> None:
    query = f"?{QUERIES[name]}&lang={language}"
    for theme in ("light", "dark"):
        answer = post(client, body({"query": query, "theme": theme}))
        assert answer.status_code == 200, query
        said = answer.get_json()["response"]
        assert said["bridge"]["reply"]["query"] == query
        assert len(said["bridge"]["reply"]["spoken"]) == 7
        assert all(isinstance(words, str) for words in said["bridge"]["reply"]["spoken"])
        pinned = "pin=MD-" in query or "pin=nord" in query
        assert (said["detail"]["children"] is not None) == pinned
        assert (said["page"]["children"] is not None) == ("page=table" in query)


@pytest.mark.parametrize(
    "value",
    [None, 5, "text", [], {}, {"query": None}, {"query": 5, "theme": 7}, {"query": "x" * 5000},
     {"query": "?%ff%fe&&=&", "theme": []}],
)  # fmt: skip
def test_whatever_the_bridge_is_told_it_answers(client: FlaskClient, value: Any) -> None:
    answer = post(client, body(value))
    assert answer.status_code == 200
    assert answer.get_json()["response"]["detail"]["children"] is None


@pytest.mark.parametrize("indicator", ["reach_rate", "trust_police_favourable"])
@pytest.mark.parametrize("level", ["", "district", "region", "country"])
@pytest.mark.parametrize("pin", ["MD-CU", "MD-BD", "nord"])
def test_a_unit_can_be_pinned_at_any_level(
    client: FlaskClient, indicator: str, pin: str, level: str
) -> None:
    query = f"?indicator={indicator}&pin={pin}&level={level}"
    assert post(client, body({"query": query})).status_code == 200


def test_half_a_letter_is_no_server_s_mistake(client: FlaskClient) -> None:
    assert post(client, body({"query": "?pin=\ud800"})).status_code in (200, 400)


GOOD = body({"query": ""})
MALFORMED: dict[str, Any] = {
    "list": [],
    "number": 5,
    "null": None,
    "nothing in it": {},
    "unknown output": {**GOOD, "output": "x.y"},
    "output is a number": {**GOOD, "output": 5},
    "no inputs": {**GOOD, "inputs": []},
    "inputs are numbers": {**GOOD, "inputs": [5]},
    "no outputs": {**GOOD, "outputs": []},
    "outputs missing": {**GOOD, "outputs": None},
    "changed is null": {**GOOD, "changedPropIds": None},
    "deep": {**GOOD, "inputs": [[[[[[[[[[]]]]]]]]]]},
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_body_is_the_sender_s_mistake(client: FlaskClient, name: str) -> None:
    assert 400 <= post(client, MALFORMED[name]).status_code < 500


@pytest.mark.parametrize("text", ["", "{", "[[[[", "\x00", "null,"])
def test_a_body_that_is_no_json_is_the_sender_s_mistake(client: FlaskClient, text: str) -> None:
    answer = client.post("/_dash-update-component", data=text, content_type="application/json")
    assert 400 <= answer.status_code < 500


def test_dash_s_own_addresses(client: FlaskClient) -> None:
    assert client.get("/_dash-layout").status_code == 200
    (callback,) = client.get("/_dash-dependencies").get_json()
    assert callback["inputs"] == [{"id": "bridge", "property": "view"}]
    for output in ("detail.children", "page.children", "bridge.reply"):
        assert output in callback["output"]


def test_health(client: FlaskClient, published: Published) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ok")
    assert answer.get_json()["data_version"] == published.data_version


def test_frames_and_words_are_kept_for_a_year_under_their_version(
    client: FlaskClient, published: Published
) -> None:
    name = f"{published.id}-{assets.version()}"
    files = ("frames.json", *(f"words-{language}.json" for language in LANGUAGES))
    for file in files:
        plain = client.get(f"/data/{name}/{file}")
        assert plain.status_code == 200
        assert "immutable" in plain.headers["Cache-Control"]
        document = json.loads(plain.data)
        if file != "frames.json":
            assert document["lang"] == file[6:8]
        for encoding in ("br", "gzip"):
            packed = client.get(f"/data/{name}/{file}", headers={"Accept-Encoding": encoding})
            assert packed.headers["Content-Encoding"] == encoding
            assert len(packed.data) < len(plain.data) / 3


@pytest.mark.parametrize(
    "file",
    ["frames.csv", "words-de.json", "words-.json", "publication.json", "..", "frames.json.br"],
)
def test_no_other_data_is_handed_out(client: FlaskClient, published: Published, file: str) -> None:
    assert client.get(f"/data/{published.id}-{assets.version()}/{file}").status_code == 404


@pytest.mark.parametrize("name", ["x", "current", "..", "%2e%2e"])
def test_an_old_or_strange_version_is_not_there(client: FlaskClient, name: str) -> None:
    assert client.get(f"/data/{name}/frames.json").status_code == 404


def test_the_page_preloads_what_is_there(client: FlaskClient) -> None:
    for tag, given, _ in page(client, "lang=ru").all:
        wanted = given.get("href") if tag == "link" else given.get("src")
        if wanted and wanted.startswith(("/assets/", "/data/")):
            assert client.get(wanted).status_code == 200, wanted
        assert not (wanted or "").startswith(("http:", "https:", "//")), wanted


def test_frames_hold_no_more_than_classes_statuses_values_and_n(
    client: FlaskClient, published: Published
) -> None:
    document = json.loads(client.get(f"/data/{published.id}-{assets.version()}/frames.json").data)
    for about in document["indicators"].values():
        frames = (
            about["windows"]
            if about["kind"] == "visits"
            else [
                frame
                for group in (*about["whole"].values(), *about["windows"].values())
                for level, frame in group.items()
                if level != "level"
            ]
        )
        for frame in frames:
            assert set(frame) == {"s", "c", "v", "n"}
            for letter, value, n in zip(frame["s"], frame["v"], frame["n"], strict=True):
                assert (value is not None) == (n is not None) == (letter in "of")


# The hooks that tests of this page, of whatever make, may stand on ------------------------------


@pytest.mark.parametrize("name", ["default", "opinion", "a mode"])
def test_the_map_has_every_district_once(
    client: FlaskClient, published: Published, name: str
) -> None:
    query = QUERIES[name].replace("&level=region", "") + "&level=district"
    elements = page(client, query)
    drawn = [g for _, g, around in elements.all if "data-district" in g and "map" in around]
    assert [g["data-district"] for g in drawn] == published.document["districts"]
    assert len(drawn) == 37
    statuses = {str(status) for status in LETTERS.values()}
    for given in drawn:
        assert given["data-status"] in statuses
        shown = given["data-status"] in ("ok", "few")
        assert ("data-value" in given) == ("data-n" in given) == shown
        if shown:
            assert int(given["data-n"] or "") >= 0


def test_values_on_the_map_are_the_published_ones(
    client: FlaskClient, published: Published
) -> None:
    frame = published.document["indicators"]["trust_police_favourable"]["whole"]["all"]["district"]
    shown = page(client, QUERIES["opinion"] + "&level=district")
    drawn = [g for g in shown.having("data-district") if "d" in g]
    for given, value, n in zip(drawn, frame["v"], frame["n"], strict=True):
        said = (given.get("data-value"), given.get("data-n"))
        assert said == ((None, None) if value is None else (str(value), str(n)))


def test_regions_are_drawn_as_regions(client: FlaskClient, published: Published) -> None:
    elements = page(client, "indicator=trust_police_favourable&level=region")
    drawn = [g["data-region"] for _, g, a in elements.all if "data-region" in g and "map" in a]
    assert drawn == published.document["regions"]
    assert not [
        g for g, a in ((g, a) for _, g, a in elements.all) if "data-district" in g and "map" in a
    ]


def test_every_indicator_can_be_chosen_once(client: FlaskClient, published: Published) -> None:
    choices = page(client).having("data-indicator")
    offered = [g for g in choices if "data-family" in g]
    assert sorted(g["data-indicator"] or "" for g in offered) == sorted(
        published.document["indicators"]
    )
    for given in offered:
        about = published.document["indicators"][given["data-indicator"]]
        assert given["data-family"] == about["family"]


def test_exactly_two_handles_choose_the_days(client: FlaskClient) -> None:
    handles = [g for g in page(client, QUERIES["table"]).having("role") if g["role"] == "slider"]
    assert [(h["aria-valuemin"], h["aria-valuenow"], h["aria-valuemax"]) for h in handles] == [
        ("0", "1", "4"),
        ("1", "4", "6"),
    ]
    assert all(h["aria-label"] and h["aria-valuetext"] for h in handles)


def test_every_language_is_a_link_to_the_same_view(client: FlaskClient) -> None:
    links = [g for g in page(client, QUERIES["a day"]).having("data-lang") if "hreflang" in g]
    assert [g["data-lang"] for g in links] == list(LANGUAGES)
    for link in links:
        assert "from=2021-11-10" in (link["href"] or "") and "pin=MD-SO" in (link["href"] or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_illustrative_figures_are_marked_everywhere(client: FlaskClient, language: str) -> None:
    from geodata.i18n import translators

    t = translators()[language]
    html = client.get(f"/?lang={language}").get_data(as_text=True)
    assert t.text("band.title") in html
    assert html.count(t.text("band.watermark")) >= 2  # the pattern inside the map
    query = f"?lang={language}&pin=MD-CU&page=table&indicator=trust_police_favourable"
    said = post(client, body({"query": query})).get_json()["response"]
    mark = t.text("band.watermark")
    assert mark in json.dumps(said["page"], ensure_ascii=False)
    assert json.dumps(said["detail"], ensure_ascii=False).count(mark) >= 2  # both charts
