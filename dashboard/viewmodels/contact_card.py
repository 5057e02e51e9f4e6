"""How to reach an inspectorate: what the user imported, and where it is blank, whom to ask.

Nothing is shipped and nothing is guessed: `contacts` of the publication holds only what
somebody brought in.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from dashboard.viewmodels.text import inspectorate_name
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.sectors import SectorFact, all_sector_facts

POLICE_PAGE = "https://politia.md"
EMERGENCIES = "112"
WAYS = ("phone", "address", "email", "web")


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One way to reach somebody: its kind in words, its text, and an address or nothing."""

    label: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class SectorLine:
    """What a public page says of the sectors, and the page."""

    text: str
    source: str
    page: str


@dataclass(frozen=True, slots=True)
class ContactCard:
    """An inspectorate's card; without `lines`, as nothing was imported, `blank` says so."""

    code: str
    name: str
    seat: str
    lines: tuple[ContactLine, ...]
    blank: str
    sectors: tuple[SectorLine, ...]


def describe_contact(code: str, published: Published, t: Translator) -> ContactCard:
    """Describe the card of one inspectorate."""
    seat = published.document["inspectorate_names"].get(code, {}).get("seat", "")
    lines = tuple(_lines(published.document.get("contacts", {}).get(code) or {}, t))
    return ContactCard(
        code=code,
        name=inspectorate_name(published, code, t),
        seat=t.text("inspectorates.seat", seat=seat) if seat else "",
        lines=lines,
        blank="" if lines else t.text("inspectorates.contact_blank"),
        sectors=tuple(_sector(f, t) for f in all_sector_facts() if f.inspectorate_code == code),
    )


def _lines(given: dict[str, str | None], t: Translator) -> list[ContactLine]:
    lines = []
    for key in WAYS:
        text = str(given.get(key) or "").strip()
        if text:
            label = t.text(f"inspectorates.contact.{key}")
            lines.append(ContactLine(label, text, _address(key, text)))
    return lines


def _address(key: str, text: str) -> str:
    """Address behind a text; none for what could be another thing than it seems."""
    if key == "phone":
        # Several numbers, or one with an extension, are no number to dial.
        digits = "".join(c for c in text if c.isdigit() or c == "+")
        plain = not any(c.isalpha() or c in ",;/" for c in text)
        return f"tel:{digits}" if plain and len(digits) >= 3 else ""
    if key == "email":
        plain = text.count("@") == 1 and not any(c in text for c in " ,;:<>?&%\"'()")
        return f"mailto:{text}" if plain else ""
    if key == "web":
        address = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        sound = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
        return address if sound and not any(c.isspace() for c in address) else ""
    return ""


def _sector(fact: SectorFact, t: Translator) -> SectorLine:
    text = t.text(
        f"inspectorates.sector.{fact.kind}",
        name=fact.name,
        localities=", ".join(fact.localities),
        first="" if fact.first is None else t.number(fact.first),
        second="" if fact.second is None else t.number(fact.second),
    )
    source = f"{fact.source}, {fact.as_of or t.text('inspectorates.undated')}"
    return SectorLine(text, source, fact.page)
