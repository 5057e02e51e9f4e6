"""What surrounds every page that is read, not explored: band, header, campaign, footer.

Whoever comes from the map finds it on the way back as it was left.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard import assets
from dashboard.state import format_view, parse_view
from geodata.i18n import translators
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES


def describe_surroundings(
    published: Published, query: str, default_language: str, sheet: str = ""
) -> dict[str, Any]:
    """Return what the templates of such pages have in common, by name.

    Args:
        published: What is shown.
        query: Query of the page's address; what it says of a view is kept for the way back.
        default_language: The one that an address need not name.
        sheet: The page whose style sheet it has; see `assets.styles`.
    """
    view = parse_view(query, published, default_language)
    t = translators()[view.lang]
    campaign = published.document["campaign"]
    days = [date.fromisoformat(day) for day in published.document["days"]]
    return {
        "lang": t.language,
        "t": t.text,
        "asset": assets.address,
        "styles": assets.styles(sheet),
        "illustrative": campaign["illustrative"],
        "home": "/" + format_view(view, published, default_language),
        "languages": [(code, format_view(view.to(lang=code), published, "")) for code in LANGUAGES],
        "campaign_name": campaign["names"][t.language],
        "campaign_period": t.period(days[0], days[-1]),
        "funding": campaign["funding"][t.language],
        "disclaimer": campaign["disclaimer"][t.language],
    }
