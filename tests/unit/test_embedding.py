"""The page for frames of others: what it says, who may frame it, and that nothing else can be."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape

import brotli
import pytest
from flask.testing import FlaskClient

from dashboard.export.asked import Asked
from dashboard.factory import create_app
from dashboard.state import parse_view
from geodata.i18n import translators
from geodata.vocabulary import LANGUAGES
from tests import world

PARTNER = "https://www.example.org"
QUERY = "indicator=trust_police_favourable&level=district&pin=MD-SO&mode=online"


def open_client(*ancestors: str, **settings: str) -> FlaskClient:
    known = replace(world.illustrative().settings, frame_ancestors=ancestors, **settings)
    return create_app(known).server.test_client()


@pytest.fixture(scope="module")
def closed() -> FlaskClient:
    return open_client()


@pytest.fixture(scope="module")
def framed() -> FlaskClient:
    return open_client("self", PARTNER, public_url="https://atlas.example.org")


def rules(client: FlaskClient, path: str) -> dict[str, str]:
    policy = client.get(path).headers["Content-Security-Policy"]
    return dict(rule.split(" ", 1) for rule in policy.split("; "))


def text_of(client: FlaskClient, path: str) -> str:
    return unescape(re.sub(r"\s+", " ", client.get(path).text))


def test_the_setting_says_who_may_frame_it(closed: FlaskClient, framed: FlaskClient) -> None:
    assert rules(closed, "/embed")["frame-ancestors"] == "'none'"
    assert closed.get("/embed").headers["X-Frame-Options"] == "DENY"
    assert rules(framed, "/embed")["frame-ancestors"] == f"'self' {PARTNER}"
    assert "X-Frame-Options" not in framed.get("/embed").headers


def test_no_other_page_can_be_framed(framed: FlaskClient) -> None:
    asked = 0
    for rule in framed.application.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.arguments or rule.rule == "/embed":
            continue
        answer = framed.get(rule.rule)
        own = "'self'" if rule.rule == "/print" else "'none'"  # which the dashboard prints
        assert rules(framed, rule.rule)["frame-ancestors"] == own, rule.rule
        if not rule.rule.startswith("/data/"):
            wanted = "SAMEORIGIN" if rule.rule == "/print" else "DENY"
            assert answer.headers["X-Frame-Options"] == wanted, rule.rule
        asked += 1
    assert asked > 10
    for path in ("/nothing", "/export/map.svg", "/export/snapshot.html", "/v/aaaaaa"):
        assert rules(framed, path)["frame-ancestors"] == "'none'", path
        assert framed.get(path).headers["X-Frame-Options"] == "DENY", path


def test_it_is_lean_and_leaves_nothing_behind(framed: FlaskClient) -> None:
    for query in ("", f"?{QUERY}&lang=ru"):
        answer = framed.get(f"/embed{query}")
        assert "Set-Cookie" not in answer.headers
        assert not re.search(r"<script|\son\w+=|javascript:|https?://(?!www\.w3\.org)", answer.text)
        assert len(brotli.compress(answer.data, quality=5)) < 25_000
        assert rules(framed, f"/embed{query}")["default-src"] == "'none'"
    known = {"If-None-Match": framed.get("/embed").headers["ETag"]}
    again = framed.get("/embed", headers=known)
    assert (
        again.status_code == 304 and "frame-ancestors" in again.headers["Content-Security-Policy"]
    )


def test_its_style_is_the_one_that_its_policy_knows(framed: FlaskClient) -> None:
    for query in ("", f"?{QUERY}", "?indicator=contacts", "?indicator=trust_police_balance"):
        (style,) = re.findall(r"<style>(.*?)</style>", framed.get(f"/embed{query}").text, re.S)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert rules(framed, f"/embed{query}")["style-src"] == f"'sha256-{digest}'"
        assert " style=" not in framed.get(f"/embed{query}").text
        for font in re.findall(r'url\("(/assets/[^"]+)"\)', style):
            assert framed.get(font).status_code == 200


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", ["", QUERY, "indicator=contacts&from=2021-11-09&to=2021-11-10"])
def test_it_says_what_every_file_says(framed: FlaskClient, lang: str, query: str) -> None:
    published = world.illustrative().published
    view = parse_view(f"{query}&lang={lang}", published, "ro")
    extract = Asked(view, published, translators()[lang]).extract
    said = text_of(framed, f"/embed?{query}&lang={lang}")
    assert f'<html lang="{lang}">' in said
    parts = [
        str(extract.sentence),
        extract.campaign,
        extract.mark,
        extract.watermark,
        *(part for part in (extract.hero.value, extract.hero.caption, extract.hero.note) if part),
        *(key.label for key in extract.legend),
        *(words for each in extract.findings for words in (each.text, each.note)),
        *(words for pair in extract.notes + extract.statuses for words in pair),
        *extract.sources,
        extract.funding,
        extract.disclaimer,
        *(str(row.cells[1]) for row in extract.rows),
    ]
    missing = [part for part in parts if re.sub(r"\s+", " ", part) not in said]
    assert not missing
    assert "<svg width=" not in said.split("<footer")[1], "no emblem on what is illustrative"


def test_its_choices_keep_what_they_do_not_choose(framed: FlaskClient) -> None:
    page = framed.get(f"/embed?{QUERY}&lang=en&district=MD-SO,MD-UN&class=f&to=2021-11-09").text
    form = page[page.index("<form") : page.index("</form>")]
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert kept == {
        "lang": "en",
        "district": "MD-SO,MD-UN",
        "mode": "online",
        "level": "district",
        "pin": "MD-SO",
    }
    assert '<option value="trust_police_favourable" selected>' in form
    assert '<option value="2021-11-08" selected>' in form
    assert '<option value="2021-11-09" selected>' in form
    days = [unescape(each) for each in re.findall(r'<li[^>]*><a href="(/embed[^"]*)" title', page)]
    assert len(days) == 7
    for day, address in zip(range(8, 15), days, strict=True):
        assert f"from=2021-11-{day:02}&to=2021-11-{day:02}" in address and "lang=en" in address
        assert framed.get(address).text.count('aria-current="true"') == 1
    (open_link,) = re.findall(r'<a href="([^"]*)" target="_blank" rel="noopener">', page)
    assert unescape(open_link).startswith("/?lang=en&") and "class=f" in open_link


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_to_embed_is_said_with_the_code(
    closed: FlaskClient, framed: FlaskClient, lang: str
) -> None:
    t = translators()[lang]
    query = f"indicator=contacts&district=MD-SO&lang={lang}"
    page = framed.get(f"/embedding?{query}").text
    snippet = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1])
    source, title = re.search(
        r'^<iframe src="([^"]+)" title="([^"]+)" width="100%"', snippet
    ).groups()
    address = unescape(source)
    assert address.startswith("https://atlas.example.org/embed?")
    assert "indicator=contacts" in address and "district=MD-SO" in address
    assert (f"lang={lang}" in address) == (lang != "ro")
    shown = text_of(framed, address.removeprefix("https://atlas.example.org"))
    assert f'<html lang="{lang}">' in shown and unescape(title).split(" – ")[0] in shown
    said = unescape(page)
    assert PARTNER in said and t.text("embed.self") in said
    assert t.text("embed.nobody") not in said and t.text("embed.local") not in said
    refused = text_of(closed, f"/embedding?{query}")
    assert t.text("embed.nobody") in refused and t.text("embed.local") in refused
    assert 'src="http://localhost/embed?' in refused


def test_a_hostile_address_stays_words(framed: FlaskClient) -> None:
    for path in ("/embed", "/embedding"):
        answer = framed.get(f'{path}?lang="><script>x&indicator=<b>&district=%00,<i>&pin=\'"')
        assert answer.status_code == 200 and "<script>x" not in answer.text
