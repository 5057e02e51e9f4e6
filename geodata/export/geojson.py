"""Areas and their figures as GeoJSON (RFC 7946): finished geometry and plain values, joined.

The reference system is WGS 84, as the standard says, and stands nowhere in the file. What the
fields mean, and whatever else a reader must know, is a member of the collection.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

MEDIA_TYPE = "application/geo+json"


def write_geojson(
    about: Mapping[str, Any], features: Iterable[tuple[str, str, Mapping[str, Any]]]
) -> bytes:
    """Write a collection.

    Args:
        about: Members beside the features.
        features: For each its id, its geometry as GeoJSON text, its properties.
    """
    head = "".join(f"{_json(key)}:{_json(value)},\n" for key, value in about.items())
    body = ",\n".join(
        f'{{"type":"Feature","id":{_json(code)},"properties":{_json(properties)},'
        f'"geometry":{geometry}}}'
        for code, geometry, properties in features
    )
    return f'{{"type":"FeatureCollection",\n{head}"features":[\n{body}\n]}}\n'.encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
