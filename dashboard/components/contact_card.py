"""An inspectorate's card: seat, how to reach it, what is known of its sectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.detail_parts import render_part
from dashboard.viewmodels.contact_card import (
    EMERGENCIES,
    POLICE_PAGE,
    ContactCard,
    ContactLine,
)
from geodata.i18n import Translator

OUTWARD = {"rel": "noopener noreferrer", "target": "_blank"}


def render_card(card: ContactCard, t: Translator) -> Any:
    """Render the card; where nothing was imported it says whom to ask."""
    parts: list[Any] = [html.H4(card.name)]
    if card.seat:
        parts.append(html.P(card.seat, className="why"))
    parts += render_lines(card)
    if card.sectors:
        lines = [
            html.Li([f"{line.text} (", html.A(line.source, href=line.page, **OUTWARD), ")"])
            for line in card.sectors
        ]
        parts += [html.P(t.text("inspectorates.sectors"), className="why"), html.Ul(lines)]
    return html.Article(parts, className="contact-card", **{"data-inspectorate": card.code})


def render_lines(card: ContactCard) -> list[Any]:
    """Render the ways to reach an inspectorate, or the sentence in their place."""
    if not card.lines:
        return [render_contact_blank(card.blank)]
    return [html.Ul([html.Li(_line(line)) for line in card.lines], className="contact-lines")]


def render_inspectorates(cards: Sequence[ContactCard], t: Translator) -> Any:
    """Render the inspectorates of a place as a part of its panel."""
    rows = [html.Li([card.name, *(render_lines(card) if card.lines else [])]) for card in cards]
    inside: list[Any] = [html.Ul(rows, className="inspectorates")]
    blank = next((card.blank for card in cards if card.blank), "")
    if blank:
        inside.append(render_contact_blank(blank))
    return render_part(t.text("detail.inspectorates"), "", *inside)


def render_contact_blank(words: str) -> Any:
    """Say that no contact is known, with the police's own page and the emergency number."""
    page = html.A(POLICE_PAGE.removeprefix("https://"), href=POLICE_PAGE, **OUTWARD)
    number = html.A(EMERGENCIES, href=f"tel:{EMERGENCIES}")
    return html.P([words, " ", page, " · ", number], className="contact-blank")


def _line(line: ContactLine) -> list[Any]:
    outward = OUTWARD if line.address.startswith("http") else {}
    text: Any = line.text
    if line.address:
        text = html.A(line.text, href=line.address, **outward)
    return [html.Span(f"{line.label}: ", className="n"), text]
