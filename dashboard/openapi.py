"""What the figures for programs take and answer, as an OpenAPI 3.1 document."""

from __future__ import annotations

from typing import Any

from dashboard.state import PART_KEYS
from geodata.publication import Published
from geodata.vocabulary import LANGUAGES, Level

FIGURES = (
    "lang",
    "indicator",
    "from",
    "to",
    "district",
    *PART_KEYS.values(),
    "level",
    "interval",
)
TEXT = {"type": "string"}
NUMBER = {"type": ["number", "null"]}
MAYBE = {"type": ["string", "null"]}
CELL = {"type": ["number", "string", "null"]}
MEANINGS = {
    "lang": "Language of the words.",
    "indicator": "Key of the indicator; see /api/v1/indicators.",
    "from": "First day, of the campaign's.",
    "to": "Last day, inside.",
    "district": "ISO 3166-2 codes; all without.",
    "mode": "Survey: answers given in this way alone. One breakdown at a time.",
    "sex": "Survey: answers of this part alone.",
    "age": "Survey: answers of this part alone.",
    "residence": "Survey: answers of this part alone.",
    "answered_in": "Survey: answers to the form in this language alone.",
    "level": "Units; days or groups that carry no finer ones come at a coarser level.",
    "interval": "`1` adds the interval of shares.",
}


def parameters(published: Published) -> list[dict[str, Any]]:
    """The keys of `/api/v1/values` with every value that is right, in the order of `FIGURES`."""
    document = published.document
    days = document["days"]
    right: dict[str, list[str]] = {
        "lang": list(LANGUAGES),
        "indicator": list(document["indicators"]),
        "from": days,
        "to": days,
        "district": document["districts"],
        "level": [str(level) for level in Level],
        "interval": ["0", "1"],
    }
    for breakdown, parts in document["breakdowns"].items():
        right[PART_KEYS[breakdown]] = [part.partition(":")[2] or part for part in parts]
    found = []
    for key in FIGURES:
        if key not in right:
            right[key] = []
        schema: dict[str, Any] = {"type": "string", "enum": right[key]}
        extra: dict[str, Any] = {}
        if key == "district":
            schema = {"type": "array", "items": schema, "minItems": 1}
            extra = {"style": "form", "explode": False}
        found.append(
            {"name": key, "in": "query", "description": MEANINGS[key], "schema": schema} | extra
        )
    return found


def describe_api(published: Published, public_url: str) -> dict[str, Any]:
    """Describe the addresses, what they take and what they answer."""
    taken = [each for each in parameters(published) if _has_values(each["schema"])]
    about = {
        "campaign": TEXT,
        "illustrative": {"type": "boolean"},
        "mark": TEXT,
        "data_version": {"type": "integer"},
        "source": TEXT,
    }
    indicator = dict.fromkeys(("key", "name", "family", "unit", "formula", "caution"), TEXT)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Together Atlas",
            "version": "1",
            "description": "Published figures of the campaign, read only. A figure that the screen "
            "hides is in no answer: its value and n are null and its status says why.",
        },
        "servers": [{"url": public_url or "/"}],
        "paths": {
            "/api/v1/indicators": _path(
                "indicators",
                "Every indicator: what it is and how it is made.",
                [each for each in taken if each["name"] == "lang"],
                _object(about | {"indicators": {"type": "array", "items": _object(indicator)}}),
            ),
            "/api/v1/values": _path(
                "values",
                "The values of one indicator by unit; keys are those of the atlas's own address.",
                taken,
                _object(
                    about
                    | {
                        "view": TEXT,
                        "sentence": TEXT,
                        "indicator": TEXT,
                        "name": TEXT,
                        "level": TEXT,
                        "first_day": {"type": "string", "format": "date"},
                        "last_day": {"type": "string", "format": "date"},
                        "fields": {
                            "type": "array",
                            "items": _object({"key": TEXT, "label": TEXT, "meaning": TEXT}),
                        },
                        "rows": {
                            "type": "array",
                            "items": _object(
                                {
                                    "code": TEXT,
                                    "name": TEXT,
                                    "value": NUMBER,
                                    "value_text": MAYBE,
                                    "n": {"type": ["integer", "null"]},
                                    "status": TEXT,
                                    "status_code": TEXT,
                                },
                                more=CELL,
                            ),
                        },
                        "total": _object({"value": TEXT, "caption": TEXT, "note": TEXT}),
                        "statuses": {"type": "object", "additionalProperties": TEXT},
                        "sources": {"type": "array", "items": TEXT},
                        "funding": TEXT,
                        "disclaimer": TEXT,
                    }
                ),
            ),
        },
    }


def _has_values(schema: dict[str, Any]) -> bool:
    return bool(schema.get("enum") or schema.get("items", {}).get("enum"))


def _path(name: str, text: str, taken: list[dict[str, Any]], answer: Any) -> dict[str, Any]:
    error = _object({"error": TEXT})
    return {
        "get": {
            "operationId": name,
            "summary": text,
            "parameters": taken,
            "responses": {
                "200": {"description": "What was asked for.", "content": _json(answer)},
                "400": {
                    "description": "The question cannot be understood; a sentence says why.",
                    "content": _json(error),
                },
            },
        }
    }


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _object(fields: dict[str, Any], more: Any = False) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": more,
    }
