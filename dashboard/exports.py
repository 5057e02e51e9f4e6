"""Files by address: `/export/<file>?<view>` gives the view as a file, in the reader's language.

One registry holds every file: the menu, the addresses and the tests go through it. All of them in
one archive have an address too, `/export/everything.zip`. Nothing here decides what may be shown:
files are made of the publication and the view alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import quote

from dash import Dash
from flask import Flask, Response, abort, jsonify, request

from dashboard import assets
from dashboard.editing.sign_in import asked_language
from dashboard.export import archive, paper, presentation, snapshot
from dashboard.export.asked import Asked
from dashboard.export.compared import make_compared_workbook
from dashboard.export.map_data import make_geojson, make_geopackage
from dashboard.export.picture import SVG, make_svg
from dashboard.export.spreadsheet import make_workbook
from dashboard.export.turnstile import Turnstile
from dashboard.services import Services
from dashboard.state import PAGES, View, format_view, parse_view
from dashboard.static_files import ASK_AGAIN, digest_of
from dashboard.viewmodels.cells_download import describe_cells_download
from dashboard.viewmodels.compare_download import describe_compare_download
from dashboard.viewmodels.contents import describe_contents
from dashboard.viewmodels.download import Download
from dashboard.viewmodels.handouts_download import describe_handouts_download
from dashboard.viewmodels.inspectorates_download import describe_inspectorates_download
from dashboard.viewmodels.media_download import describe_media_download
from dashboard.viewmodels.next_download import describe_next_download
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.saving import describe_saving
from dashboard.viewmodels.table_download import describe_table_download
from dashboard.viewmodels.text import indicator_name
from dashboard.viewmodels.visits_download import describe_visits_download
from geodata.export import csv_table, geojson, geopackage, workbook
from geodata.i18n import Translator, translators
from geodata.publication import Published
from geodata.settings import Settings
from geodata.slides_template import given_template, name_of

Describe = Callable[[View, Published, Translator, Mapping[str, str]], Download]

TABLES: Mapping[str, Describe] = {
    "table": describe_table_download,
    "next": describe_next_download,
    "plan": describe_visits_download,
    "inspectorates": describe_inspectorates_download,
    "media": describe_media_download,
    "answers": describe_cells_download,
    "handouts": describe_handouts_download,
    "compare": describe_compare_download,
}
# What a file's name must not hold: signs that some system forbids, and controls.
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
LONGEST_NAME = 140
ARCHIVE = "everything.zip"
CONTENTS = "contents.txt"
# What a script shows while it waits in line, and its form: letters of no meaning.
TICKET = "X-Atlas-Ticket"
TICKET_FORM = re.compile(r"[0-9a-f]{16,40}")
HOW_MANY = "X-Atlas-Files"
# What a file may be asked for beside the view: one list of several, one question of all.
BESIDE_THE_VIEW = ("list", "question")
OF_DAYS = ("handouts",)  # files of the view's days whatever its indicator, without such a page
PRINT = "/print"
PAPER = "snapshot.html"
PAPER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its media type, who makes it, and whether only a few at once may be made."""

    media_type: str
    make: Callable[[Asked], bytes]
    heavy: bool = False


def _write_table(describe: Describe, asked: Asked) -> bytes:
    """Write one of `TABLES`."""
    download = describe(asked.view, asked.published, asked.t, asked.given)
    return csv_table.write_csv(download.head, download.rows, asked.view.lang)


FILES: dict[str, FileKind] = {
    "map.svg": FileKind(SVG, make_svg),
    "map.png": FileKind(paper.PNG, paper.make_png, heavy=True),
    "brief.pdf": FileKind(paper.PDF, paper.make_brief, heavy=True),
    "slides.pptx": FileKind(presentation.MEDIA_TYPE, presentation.make_slides, heavy=True),
    "table.xlsx": FileKind(workbook.MEDIA_TYPE, make_workbook, heavy=True),
    **{
        f"{name}.csv": FileKind(csv_table.MEDIA_TYPE, partial(_write_table, describe))
        for name, describe in TABLES.items()
    },
    "compare.xlsx": FileKind(workbook.MEDIA_TYPE, make_compared_workbook, heavy=True),
    "districts.geojson": FileKind(geojson.MEDIA_TYPE, make_geojson),
    "campaign.gpkg": FileKind(geopackage.MEDIA_TYPE, make_geopackage, heavy=True),
    "snapshot.html": FileKind(snapshot.MEDIA_TYPE, snapshot.make_snapshot, heavy=True),
}


def register_exports(app: Dash, services: Services) -> None:
    """Wire the address of every file in `FILES`."""
    server: Flask = app.server
    settings = services.settings
    turnstile = Turnstile()

    @server.get("/export/<file>")
    def export(file: str) -> Response:
        if file == ARCHIVE:
            return give_archive()
        kind = FILES.get(file)
        if kind is None:
            abort(404, "There is nothing at this address.")
        return give(file, kind)

    @server.get(PRINT)
    def print_page() -> Response:
        """The view on paper: the page for a stick, as a page of this server's that prints."""
        response = give(PAPER, FILES[PAPER])
        response.headers.pop("Content-Disposition", None)
        response.headers["Content-Security-Policy"] = PAPER_POLICY
        response.headers["X-Frame-Options"] = "SAMEORIGIN"  # the dashboard prints it from a frame
        return response

    @server.get("/export/leave")
    def leave() -> Response:
        """Take whoever cancels out of the line, and stop what is made for it."""
        turnstile.hand_back(_ticket())
        return Response(status=204, headers={"Cache-Control": "no-store"})

    @server.get("/saving.json")
    def saving() -> Response:
        t = translators()[asked_language(settings.default_language)]
        return jsonify(describe_saving(t))

    def asked_for() -> Asked:
        query = request.query_string.decode("utf-8", "replace")
        return ask_for(query, request.args.to_dict(), services.published(), settings)

    def give(file: str, kind: FileKind) -> Response:
        asked = asked_for()
        tag = _tag(file, asked.view, asked.published, settings)
        if request.if_none_match.contains_weak(tag):
            return _tagged(Response(status=304), tag)
        with turnstile.pass_through(kind.heavy, _ticket()):
            body = kind.make(asked)
        response = Response(body, content_type=kind.media_type)
        response.headers["Content-Disposition"] = disposition(file, asked)
        return _tagged(response, tag)

    def give_archive() -> Response:
        asked, ticket = asked_for(), _ticket()
        tag = _tag(ARCHIVE, asked.view, asked.published, settings)
        if request.if_none_match.contains_weak(tag):
            return _tagged(Response(status=304), tag)
        place = ExitStack()
        place.enter_context(turnstile.pass_through(True, ticket))
        pieces = make_archive(asked, lambda: turnstile.is_wanted(ticket))
        response = Response(pieces, content_type=archive.MEDIA_TYPE)
        response.call_on_close(place.close)
        response.headers["Content-Disposition"] = disposition(ARCHIVE, asked)
        response.headers[HOW_MANY] = str(len(FILES) + 1)
        return _tagged(response, tag)


def ask_for(
    query: str, given: Mapping[str, str], published: Published, settings: Settings
) -> Asked:
    """Read what a query asks files of; `given` is the same by key."""
    home = settings.default_language
    view = parse_view(query, published, home)
    t, template = translators()[view.lang], given_template(settings)
    return Asked(view, published, t, settings.public_url, home, template, given)


def make_file(file: str, asked: Asked) -> bytes:
    """Make a file of `FILES`, or all of them in one.

    Raises:
        KeyError: there is no such file.
    """
    return b"".join(make_archive(asked)) if file == ARCHIVE else FILES[file].make(asked)


def make_archive(asked: Asked, is_wanted: Callable[[], bool] = lambda: True) -> Iterator[bytes]:
    """Give out the archive of every file, piece by piece."""

    def contents(done: list[archive.Entry], failed: list[archive.Entry]) -> tuple[str, str]:
        names = [(each.name, each.what) for each in done]
        text = describe_contents(asked.extract, names, [each.what for each in failed], asked.t)
        return file_names(CONTENTS, asked)[1], text

    entries = [
        archive.Entry(
            asked.t.text(f"file.name.{file}"), file_names(file, asked)[1], partial(kind.make, asked)
        )
        for file, kind in FILES.items()
    ]
    return archive.write_archive(entries, asked.extract.made, contents, is_wanted)


def _tagged(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = ASK_AGAIN
    return response


def _ticket() -> str:
    given = request.headers.get(TICKET, "")
    return given if TICKET_FORM.fullmatch(given) else ""


def _tag(file: str, view: View, published: Published, settings: Settings) -> str:
    """Name what a file is made of: the figures, this code, the view, and what else was asked."""
    own = f"{settings.public_url} {name_of(given_template(settings))}"
    parts = (file, published.id, assets.version(), format_view(view, published, ""), own)
    more = (request.args.get(key, "") for key in BESIDE_THE_VIEW)
    return digest_of("\n".join((*parts, *more)).encode())


def disposition(file: str, asked: Asked) -> str:
    """Say that a file is to be kept and how it is called, in letters of the reader's language.

    Programs that do not know RFC 6266's second name take the first, in letters of every system.
    """
    plain, full = file_names(file, asked)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"


def file_names(file: str, asked: Asked) -> tuple[str, str]:
    """Name a file by what it is, campaign, days and language: plainly, and in words.

    The days are those of its figures: of a breakdown these are the whole campaign's, whatever
    days the view has.
    """
    view, published, t = asked.view, asked.published, asked.t
    stem, _, suffix = file.partition(".")
    document = published.document
    of_a_page = stem in PAGES and stem not in ("map", "table", "compare")
    of_days = of_a_page or stem in OF_DAYS
    shown = view if of_days else read(view, published)
    first, last = (document["days"][at] for at in (shown.first, shown.last))
    parts = (stem, document["campaign"]["id"], first, last, view.lang)
    plain = "".join(
        c if c.isascii() and (c.isalnum() or c == "-") else "_" for c in "-".join(parts)
    )
    what = t.text(f"nav.{stem}") if of_a_page else t.text(f"file.what.{stem}")
    name = "" if of_days else indicator_name(t, view.indicator, published)
    period = t.period(date.fromisoformat(first), date.fromisoformat(last))
    mark = t.text("file.illustrative") if document["campaign"]["illustrative"] else ""
    words = ", ".join(part for part in (name, what, period, mark) if part)
    words = FORBIDDEN.sub(" ", words)[:LONGEST_NAME].strip(" .")
    return f"{plain}.{suffix}", f"{words}.{suffix}"
