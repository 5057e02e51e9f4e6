"""Saved views in words: what each shows now, when it was saved, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from dashboard.state import DEFAULT_INDICATOR, SIZES, View, format_view, parse_view
from dashboard.viewmodels.data import moment
from dashboard.viewmodels.reading import read
from dashboard.viewmodels.sentence import describe_sentence
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.saved_view_glance import Shelf
from geodata.saved_views import SavedView

ADDRESS = "/v/"
# What a link may say though it goes without saying.
_AT_DEFAULT = {
    ("indicator", DEFAULT_INDICATOR),
    ("page", "map"),
    ("sort", "name"),
    ("size", SIZES[0]),
}
_NAMES_SOMETHING = {"indicator", "district", "pin", "focus", "from", "to", "page"}


@dataclass(frozen=True, slots=True)
class SavedLine:
    """A saved view, in words.

    Attributes:
        id: Its name in addresses.
        name: What it is called.
        query: Query of what it shows, in the reader's language.
        link: The link to give to others.
        sentence: What it shows now.
        about: When it was saved and by whom.
        notes: What is other than it was, a sentence each.
        saved: The view itself, with what it has as a step of the meeting.
    """

    id: str
    name: str
    query: str
    link: str
    sentence: str
    about: str
    notes: tuple[str, ...]
    saved: SavedView


def describe_saved(
    shelf: Shelf, published: Published, t: Translator, home: str, origin: str
) -> tuple[SavedLine, ...]:
    """Describe every saved view, those of the campaign that is shown first.

    Args:
        shelf: What is saved.
        published: What is shown now.
        t: The reader's language.
        home: The language of an address that names none.
        origin: Where links begin, such as `https://atlas.example.org`.
    """
    shown = published.document["campaign"]["id"]
    views = sorted(shelf.views, key=lambda view: view.campaign_id != shown)
    return tuple(_line(view, shelf, published, t, home, origin) for view in views)


def _line(
    saved: SavedView, shelf: Shelf, published: Published, t: Translator, home: str, origin: str
) -> SavedLine:
    view = parse_view(saved.query, published, home).to(lang=t.language)
    sentence = describe_sentence(view, read(view, published), published, t)
    at = f"{saved.at.isoformat()}+00:00"
    return SavedLine(
        id=saved.id,
        name=saved.name,
        query=format_view(view, published, home),
        link=f"{origin}{ADDRESS}{saved.id}",
        sentence=str(sentence),
        about=t.text("saved.about", when=moment(at, t), who=saved.who),
        notes=tuple(_notes(saved, view, shelf, published, t, home)),
        saved=saved,
    )


def _notes(
    saved: SavedView, view: View, shelf: Shelf, published: Published, t: Translator, home: str
) -> list[str]:
    if saved.campaign_id != published.document["campaign"]["id"]:
        return [t.text("saved.other_campaign", campaign=saved.campaign_id)]
    notes = []
    if shelf.has_changed(saved):
        versions = {"then": saved.data_version, "now": published.data_version}
        notes.append(t.text("saved.changed", **versions))
    if leaves_out(saved.query, view, published, home):
        notes.append(t.text("saved.left_out"))
    return notes


def leaves_out(query: str, view: View, published: Published, home: str) -> bool:
    """Whether a saved query names something that is not in the data any more."""
    days = published.document["days"]
    kept = set(parse_qsl(format_view(view, published, home).lstrip("?")))
    whole = {("from", days[0]), ("to", days[-1])}
    asked = {pair for pair in parse_qsl(query) if pair[0] in _NAMES_SOMETHING}
    return bool(asked - kept - _AT_DEFAULT - whole)
