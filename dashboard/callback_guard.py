"""What may reach Dash's callback dispatcher: a body exactly as Dash's own page writes it.

Dash trusts the body's shape and answers 500 to many that are not so. Here every body is held
against the registered callbacks first; what does not fit gets 4xx and one sentence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from dash import Dash
from flask import Flask, abort, request
from werkzeug.exceptions import MethodNotAllowed

PATH = "/_dash-update-component"
LARGEST_BODY = 64 * 1024
DEEPEST = 12
KEYS = {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}
NEEDED = {"output", "outputs", "inputs", "changedPropIds"}
ARGUMENTS = {"endId"}  # Dash's token of a page load

Prop = tuple[str, str]


class Misfit(ValueError):
    """A body that no page of this app sends; its text says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the body of one callback must name: outputs, inputs and state in their order."""

    outputs: Any
    inputs: tuple[Prop, ...]
    state: tuple[Prop, ...]


def guard_callbacks(app: Dash) -> None:
    """Hold every request to the callback address against the callbacks registered so far."""
    shapes = {output: _shape(output, each) for output, each in app.callback_map.items()}
    server: Flask = app.server

    @server.before_request
    def guard() -> None:
        if request.path != PATH:
            return
        if request.method != "POST":
            raise MethodNotAllowed(["POST"], "A callback is asked for by POST.")
        if request.mimetype != "application/json" or request.content_encoding:
            abort(415, "A callback is asked for in plain JSON.")
        if set(request.args) - ARGUMENTS:
            abort(400, "The address of a callback takes no such argument.")
        request.max_content_length = LARGEST_BODY
        try:
            check_body(request.get_data(cache=True), shapes)
        except Misfit as misfit:
            abort(400, str(misfit))


def check_body(body: bytes, shapes: Mapping[str, Shape]) -> None:
    """Check a body's JSON, depth, output and shape.

    Raises:
        Misfit: the body is not one that a page of this app sends.
    """
    record = _read(body)
    if not isinstance(record, dict) or not NEEDED <= record.keys() <= KEYS:
        raise Misfit("The body must name output, outputs, inputs and changedPropIds.")
    output = record["output"]
    shape = shapes.get(output) if isinstance(output, str) else None
    if shape is None:
        raise Misfit("The output is not known.")
    if record["outputs"] != shape.outputs:
        raise Misfit("The outputs are not those of the callback.")
    if _props(record["inputs"]) != shape.inputs or _props(record.get("state", [])) != shape.state:
        raise Misfit("The inputs are not those of the callback.")
    known = {f"{id}.{prop}" for id, prop in shape.inputs}
    for key in ("changedPropIds", "parsedChangedPropsIds"):
        changed = record.get(key, [])
        if not isinstance(changed, list) or not all(
            isinstance(each, str) and each in known for each in changed
        ):
            raise Misfit(f"{key} must list inputs of the callback.")


def _read(body: bytes) -> Any:
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Misfit("The body is not JSON in UTF-8, or too deep.") from None
    _walk(value, DEEPEST)
    return value


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _walk(value: Any, room: int) -> None:
    """Refuse what is too deep, halves of characters and numbers beyond measure."""
    if room < 0:
        raise Misfit("The body is nested too deep.")
    if isinstance(value, dict):
        for key, each in value.items():
            _walk(key, room)
            _walk(each, room - 1)
    elif isinstance(value, list):
        for each in value:
            _walk(each, room - 1)
    elif isinstance(value, str):
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise Misfit("The body holds half a character.")
    elif isinstance(value, float) and not math.isfinite(value):
        raise Misfit("The body holds a number beyond measure.")


def _props(values: Any) -> tuple[Prop, ...] | None:
    """The (id, property) pairs of a list of inputs; None where it is no such list."""
    if not isinstance(values, list):
        return None
    pairs = []
    for each in values:
        if not isinstance(each, dict) or not {"id", "property"} <= each.keys() <= {
            "id",
            "property",
            "value",
        }:
            return None
        if not isinstance(each["id"], str) or not isinstance(each["property"], str):
            return None
        pairs.append((each["id"], each["property"]))
    return tuple(pairs)


def _shape(output: str, callback: Mapping[str, Any]) -> Shape:
    """What Dash's page sends for a callback whose ids are plain text."""
    many = output.startswith("..") and output.endswith("..")
    names = output[2:-2].split("...") if many else [output]
    outputs = [dict(zip(("id", "property"), n.rsplit(".", 1), strict=True)) for n in names]
    return Shape(
        outputs if many else outputs[0],
        tuple((each["id"], each["property"]) for each in callback["inputs"]),
        tuple((each["id"], each["property"]) for each in callback["state"]),
    )
