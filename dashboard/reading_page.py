"""What surrounds every page that is read, not explored: band, header, campaign, footer."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard import assets
from geodata.i18n import Translator
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES


def describe_surroundings(
    published: Published, t: Translator, home: str, sheet: str = ""
) -> dict[str, Any]:
    """Return what the templates of such pages have in common, by name.

    Args:
        published: What is shown.
        t: Words of the reader's language.
        home: Address of the map.
        sheet: The page whose style sheet it has; see `assets.styles`.
    """
    campaign = published.document["campaign"]
    days = [date.fromisoformat(day) for day in published.document["days"]]
    return {
        "lang": t.language,
        "t": t.text,
        "asset": assets.address,
        "styles": assets.styles(sheet),
        "illustrative": campaign["illustrative"],
        "home": home,
        "languages": LANGUAGES,
        "campaign_name": campaign["names"][t.language],
        "campaign_period": t.period(days[0], days[-1]),
        "funding": campaign["funding"][t.language],
        "disclaimer": campaign["disclaimer"][t.language],
    }


def map_address(t: Translator, home: str) -> str:
    """Address of the map in the reader's language; `home` is the one that needs no mention."""
    return "/" if t.language == home else f"/?lang={t.language}"
