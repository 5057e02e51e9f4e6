"""What programs read: indicators and values as plain records, words in one language.

The rows are the files' own (`extract.py`); nothing is looked up here that a file does not say.
"""

from __future__ import annotations

from typing import Any

from dashboard.state import View
from dashboard.viewmodels.extract import describe_extract
from dashboard.viewmodels.help import describe_formula
from dashboard.viewmodels.text import indicator_name, indicator_words
from geodata.i18n import Translator
from geodata.publication import Published


def describe_indicators(published: Published, t: Translator) -> dict[str, Any]:
    """Describe every indicator of the registry, in order."""
    return _about(published, t) | {
        "indicators": [
            {
                "key": key,
                "name": indicator_name(t, key, published),
                "family": about["family"],
                "unit": about["unit"],
                "formula": describe_formula(key, published, t),
                "caution": indicator_words(t, key, published, "caution"),
            }
            for key, about in published.document["indicators"].items()
        ]
    }


def describe_values(view: View, published: Published, t: Translator) -> dict[str, Any]:
    """Describe the values of a view, one record a unit."""
    extract = describe_extract(view, published, t)
    keys = [each.key for each in extract.fields]
    alike = extract.same.keys()
    rows = [
        {key: cell for key, cell in zip(keys, row.cells, strict=True) if key not in alike}
        for row in extract.rows
    ]
    return _about(published, t) | {
        "sentence": str(extract.sentence),
        "indicator": view.indicator,
        "name": extract.name,
        "level": extract.same["level"],
        "first_day": extract.same["first_day"],
        "last_day": extract.same["last_day"],
        "fields": [
            {"key": each.key, "label": each.label, "meaning": each.meaning}
            for each in extract.fields
            if each.key not in alike
        ],
        "rows": rows,
        "total": {
            "value": extract.hero.value,
            "caption": extract.hero.caption,
            "note": extract.hero.note,
        },
        "statuses": dict(extract.statuses),
        "sources": list(extract.sources),
        "funding": extract.funding,
        "disclaimer": extract.disclaimer,
    }


def _about(published: Published, t: Translator) -> dict[str, Any]:
    campaign = published.document["campaign"]
    invented = campaign["illustrative"]
    return {
        "campaign": campaign["names"][t.language],
        "illustrative": invented,
        "mark": f"{t.text('band.title')} {t.text('band.text')}" if invented else "",
        "data_version": published.data_version,
        "source": t.text(
            "download.source",
            campaign=campaign["names"][t.language],
            publisher=campaign["publisher"],
        ),
    }
