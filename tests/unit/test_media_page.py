"""The media page: appearances by day, kind and outlet; impressions are never contacts."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.figures.media_charts import draw_media
from dashboard.pages import render_page
from dashboard.state import View
from dashboard.theme import THEMES, read_tokens
from dashboard.viewmodels.media import MOST_LISTED, MediaPage, describe_media
from dashboard.viewmodels.media_download import describe_media_download
from dashboard.viewmodels.media_facts import (
    MediaSum,
    answers_on,
    measure_days,
    sum_by_kind,
    sum_by_outlet,
    sum_media,
    sum_outside,
)
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES
from tests import world

REAL = world.illustrative().published
SHARE = "trust_police_favourable"
MEDIA = (
    ("2021-11-01", "Radio A", "radio", "Before", 500),
    ("2021-11-08", "TV B", "tv", "=1+1", 2000),
    ("2021-11-08", "Radio A", "radio", "", None),
    ("2021-11-10", "C", "leaflet", "<b>", 30),
)


def toy(media: tuple[tuple[Any, ...], ...] = MEDIA) -> Published:
    names = ("date", "outlet", "kind", "title", "audience")
    rows = [dict(zip(names, row, strict=True)) for row in media]
    return Published("media", {**world.toy().document, "media": rows})


def view(lang: str = "en", last: int = 2, **changes: Any) -> View:
    return View(lang, **{"last": last, "page": "media", **changes})


def page(lang: str = "en", published: Published | None = None, **changes: Any) -> MediaPage:
    return describe_media(view(lang, **changes), published or toy(), translators()[lang])


def test_appearances_follow_the_days_and_others_are_of_the_whole_campaign() -> None:
    assert [day.media for day in measure_days(view(), toy())] == [
        MediaSum(2, 2000, 1),
        MediaSum(0, None, 0),
        MediaSum(1, 30, 0),
    ]
    assert sum_outside(view(), toy()) == MediaSum(1, 500, 0)
    assert sum_outside(view(last=1), toy()) == MediaSum(0, None, 0)
    assert page().value == "4" and page(last=1).value == "2"


def test_kinds_and_outlets_add_up() -> None:
    kinds = sum_by_kind(view(), toy())
    assert kinds == {
        "tv": MediaSum(1, 2000, 0),
        "radio": MediaSum(2, 500, 1),
        "other": MediaSum(1, 30, 0),
    }
    outlets = sum_by_outlet(view(), toy())
    assert next(iter(outlets)) == ("Radio A", "radio"), "the most frequent first"
    assert sum(each.appearances for each in outlets.values()) == 4
    assert sum_media([]) == MediaSum(0, None, 0), "nothing reported is not zero"


def test_the_illustrative_media() -> None:
    given = page(published=REAL, last=6)
    assert given.value == "14"
    assert "178,400" in given.notes[0] and "2 appearances" in given.notes[1]
    # One appeared before the campaign, on 5 November.
    assert given.by_day.rows[-1].cells[1:] == ("1", "4,200", "–", "–")


def test_answers_are_the_country_s_as_published_and_hidden_ones_are_a_dash() -> None:
    # 58, 21 and 12 answers on the three days (12 + 4 + 12 + 30; 16 + 5; 12).
    assert [day.answers for day in measure_days(view(), toy())] == [58, 21, 12]
    document = toy().document
    about = document["indicators"][SHARE]
    country = {**about["windows"]["1-1"]["country"], "s": "s", "n": [None]}
    windows = {**about["windows"], "1-1": {"level": "country", "country": country}}
    indicators = {**document["indicators"], SHARE: {**about, "windows": windows}}
    hidden = Published("hidden", {**document, "indicators": indicators})
    assert [day.answers for day in measure_days(view(), hidden)] == [58, None, 12]
    assert answers_on(1, SHARE, hidden) is None
    shown = page(published=hidden)
    assert shown.by_day.rows[1].cells[-1] == "–" and shown.by_day.note
    assert page().by_day.note == ""
    chart = draw_media([("x", [58, None, 12])], "abc", read_tokens()["light"], "")
    assert chart["data"][0]["text"] == ["58", "–", "12"]


def test_answers_are_of_the_question_looked_at_and_of_all_districts() -> None:
    frames = REAL.document["indicators"]["safe_day_favourable"]["windows"]
    asked = view(last=6, indicator="safe_day_favourable", districts=("MD-SO",))
    days = measure_days(asked, REAL)
    assert [day.answers for day in days] == [
        frames[f"{i}-{i}"]["country"]["n"][0] for i in range(7)
    ]
    # The filter of districts narrows visits only, and the page says so.
    assert sum(day.visits for day in days) == 2
    assert sum(day.media.appearances for day in days) == 13
    t = translators()["en"]
    said = describe_media(asked, REAL, t).notes
    assert t.text("media.districts") in said
    assert t.text("media.districts") not in page(published=REAL, last=6).notes


def test_impressions_and_contacts_never_meet() -> None:
    document = toy().document
    more = [{**visit, "contacts": 10**9} for visit in document["visits"]]
    busy = Published("busy", {**document, "visits": more})
    assert page(published=busy) == page()
    t = translators()["en"]
    assert t.text("media.impressions") in page().notes
    louder = toy(tuple((*row[:4], 10**9) for row in MEDIA))
    assert louder.document["indicators"] == world.toy().document["indicators"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("days", [1, 7, 40])
def test_plotly_takes_the_chart(theme: str, days: int) -> None:
    tokens = read_tokens()[theme]
    series = [(f"<b>{name}</b>", [i % 5 for i in range(days)]) for name in "abc"]
    chart = draw_media(series, [f"lu {i}" for i in range(days)], tokens, "MARK")
    go.Figure(chart)
    assert "<b>" not in str(chart["layout"]["annotations"])
    assert len({bar["yaxis"] for bar in chart["data"]}) == 3, "each has a scale of its own"
    assert "MARK" in str(chart["layout"]["annotations"])


def test_a_campaign_without_media_says_how_to_bring_them() -> None:
    for lang in LANGUAGES:
        given = page(lang, world.toy())
        assert given.nothing and given.nothing in str(
            render_page(view(lang), world.toy(), translators()[lang], "light")
        )
    assert page(last=1, first=1).nothing == "", "no appearance on these days is another thing"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_and_file_are_marked_and_the_same(lang: str) -> None:
    t = translators()[lang]
    shown = str(render_page(view(lang), toy(), t, "dark"))
    assert t.text("band.watermark") in shown
    download = describe_media_download(view(lang), toy(), t, {})
    assert len(download.rows) == len(page(lang).listed.rows) == 4
    assert [row[4] for row in download.rows] == [500, 2000, None, 30]
    for row in page(lang).listed.rows:
        assert row.cells[1] in shown


def test_a_long_list_is_cut_and_says_so() -> None:
    many = toy(tuple(("2021-11-08", f"R{i}", "radio", "x", 1) for i in range(MOST_LISTED + 3)))
    listed = page(published=many).listed
    assert len(listed.rows) == MOST_LISTED and "3 appearances" in listed.note
