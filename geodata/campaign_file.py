"""A campaign's record as a TOML file: the template to fill in, reading it, writing it.

What a person left empty is kept empty and shown as unknown; what contradicts itself is said
field by field, all at once.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from geodata.campaigns import Campaign, default_scope_districts, default_scope_inspectorates
from geodata.i18n import Translator
from geodata.importing.issues import Fault, Issue, Refused, refused
from geodata.importing.places import PlaceReader
from geodata.importing.quoting import quote
from geodata.matching import PlaceMatcher
from geodata.questionnaire import Questionnaire, parse_questionnaire, proposed_questionnaire
from geodata.vocabulary import LANGUAGES, Mode

MOST_DAYS = 731
MOST_BYTES = 1_000_000
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORDS = ("names", "funding", "disclaimer", "fieldwork")
# In the order of the template; those of one language each stand in tables below.
_FIELDS = (
    "id",
    "first_day",
    "last_day",
    "target_localities",
    "publisher",
    "partners",
    "modes",
    "survey_first_day",
    "survey_last_day",
    "questionnaire",
    "scope_districts",
    "scope_inspectorates",
    "illustrative",
)
_OPTIONAL = (
    *("survey_first_day", "survey_last_day", "questionnaire", "scope_districts"),
    *("scope_inspectorates", "illustrative"),
)

Forms = Mapping[str, Questionnaire]


def template(t: Translator) -> str:
    """Return a record to fill in, with comments in the translator's language."""
    values: dict[str, str] = {
        "id": '""',
        "first_day": "2021-11-08",
        "last_day": "2021-11-14",
        "target_localities": "0",
        "publisher": '""',
        "partners": "[]",
        "modes": _toml([str(mode) for mode in Mode]),
        "survey_first_day": "2021-11-08",
        "survey_last_day": "2021-11-14",
        "questionnaire": _toml(proposed_questionnaire().id),
        "scope_districts": '["MD-SO", "MD-CA"]',
        "scope_inspectorates": '["IP-SO", "IP-CA"]',
        "illustrative": "false",
    }
    lines = [_comment(t.text("import.record.intro")), ""]
    for name in _FIELDS:
        mark = "# " if name in _OPTIONAL else ""
        lines += [_comment(t.text(f"import.record.{name}")), f"{mark}{name} = {values[name]}", ""]
    for name in _WORDS:
        lines += [_comment(t.text(f"import.record.{name}")), f"[{name}]"]
        lines += [*(f'{lang} = ""' for lang in LANGUAGES), ""]
    return "\n".join(lines).rstrip() + "\n"


def write_record(campaign: Campaign) -> str:
    """Return a campaign's record as TOML that `read_record` reads back equal."""
    values: dict[str, Any] = {name: getattr(campaign, name, None) for name in _FIELDS}
    values["questionnaire"] = campaign.questionnaire_id
    values["modes"] = [str(mode) for mode in campaign.modes]
    lines = [f"{name} = {_toml(values[name])}" for name in _FIELDS]
    for name in _WORDS:
        words = getattr(campaign, name)
        lines += ["", f"[{name}]", *(f"{lang} = {_toml(words[lang])}" for lang in LANGUAGES)]
    return "\n".join(lines) + "\n"


def read_record(path: Path, forms: Forms) -> tuple[Campaign, Questionnaire]:
    """Read a record and the questionnaire it names: by id, or by a JSON file beside it.

    Raises:
        Refused: with one issue for each field that cannot be used.
    """
    document = _parse(path)
    reader = _Reader(document, path.parent, forms)
    return reader.read()


def _parse(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MOST_BYTES:
        raise refused("record_unreadable", reason=f"> {MOST_BYTES}")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError:
        raise refused("record_encoding") from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise refused("record_unreadable", reason=quote(str(error))) from None


@dataclass(slots=True)
class _Reader:
    document: Mapping[str, Any]
    folder: Path
    forms: Forms
    issues: list[Issue] = field(default_factory=list)

    def read(self) -> tuple[Campaign, Questionnaire]:
        known = (*_FIELDS, *_WORDS)
        for name in self.document:
            if name not in known:
                fields = ", ".join(known)
                self._issue(quote(name), "record_unknown", name=quote(name), fields=fields)
        campaign_id = self._id()
        first, last = self._day("first_day"), self._day("last_day")
        survey = [
            self._day(f"survey_{name}_day", x)
            for name, x in zip(("first", "last"), (first, last), strict=True)
        ]
        form = self._form()
        places = PlaceReader(PlaceMatcher(), ask=True)
        values: dict[str, Any] = {
            "target_localities": self._count("target_localities"),
            "scope_districts": self._codes(
                "scope_districts", places.district, default_scope_districts()
            ),
            "scope_inspectorates": self._codes(
                "scope_inspectorates",
                lambda text: places.inspectorate(text, None),
                default_scope_inspectorates(),
            ),
            "partners": tuple(self._texts("partners")),
            "publisher": self._text("publisher", self.document.get("publisher", "")),
            "modes": tuple(self._modes()),
            "illustrative": bool(self.document.get("illustrative", False)),
            **{name: self._words(name) for name in _WORDS},
        }
        self._check_days(first, last, *survey)
        if self.issues or form is None or first is None or last is None:
            raise Refused(*self.issues)
        campaign = Campaign(
            id=campaign_id,
            first_day=first,
            last_day=last,
            survey_first_day=survey[0] or first,
            survey_last_day=survey[1] or last,
            questionnaire_id=form.id,
            **values,
        )
        return campaign, form

    def _issue(self, field_name: str, code: str, /, **values: object) -> None:
        self.issues.append(Issue(None, field_name, code, tuple(values.items())))

    def _id(self) -> str:
        text = self.document.get("id", "")
        if not isinstance(text, str) or len(text) > 60 or not _ID.fullmatch(text):
            self._issue("id", "record_id")
            return ""
        return text

    def _day(self, name: str, default: date | None = None) -> date | None:
        value = self.document.get(name, default)
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                value = None
        if not isinstance(value, date):
            if name in self.document or (default is None and not name.startswith("survey")):
                self._issue(name, "record_day", name=name)
            return None
        return value

    def _check_days(
        self, first: date | None, last: date | None, survey_first: date | None, survey_last: Any
    ) -> None:
        if first and last and last < first:
            self._issue("last_day", "record_days", first="first_day", last="last_day")
        elif first and last and (last - first).days >= MOST_DAYS:
            self._issue("last_day", "record_long", most=MOST_DAYS)
        if survey_first and survey_last and survey_last < survey_first:
            names = {"first": "survey_first_day", "last": "survey_last_day"}
            self._issue("survey_last_day", "record_days", **names)

    def _count(self, name: str) -> int:
        value = self.document.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 2_000:
            self._issue(name, "record_count", name=name, most=2_000)
            return 0
        return value

    def _text(self, name: str, value: object) -> str:
        if not isinstance(value, str) or len(value) > 5_000:
            self._issue(name, "record_text", name=name)
            return ""
        return " ".join(value.split())

    def _texts(self, name: str) -> Sequence[str]:
        value = self.document.get(name, [])
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self._issue(name, "record_list", name=name)
            return ()
        return [text for text in (self._text(name, each) for each in value) if text]

    def _words(self, name: str) -> dict[str, str]:
        table = self.document.get(name, {})
        if not isinstance(table, dict):
            self._issue(name, "record_words", name=name)
            return {}
        texts = {lang: self._text(f"{name}.{lang}", table.get(lang, "")) for lang in LANGUAGES}
        missing = [lang for lang, text in texts.items() if not text]
        if missing and (name == "names" or len(missing) < len(LANGUAGES)):
            self._issue(name, "record_languages", name=name, missing=", ".join(missing))
        return texts

    def _modes(self) -> Sequence[Mode]:
        texts = self._texts("modes") if "modes" in self.document else [str(mode) for mode in Mode]
        known = {str(mode): mode for mode in Mode}
        if not texts or any(text not in known for text in texts):
            self._issue("modes", "record_modes", modes=", ".join(known))
            return ()
        return [mode for mode in Mode if str(mode) in texts]

    def _codes(
        self, name: str, find: Callable[[str], object], default: tuple[str, ...]
    ) -> tuple[str, ...]:
        if name not in self.document:
            return default
        codes = []
        for text in self._texts(name):
            try:
                codes.append(str(find(text)))
            except Fault as fault:
                self._issue(name, fault.code, **fault.values)
        if not codes:
            self._issue(name, "record_scope", name=name)
        return tuple(dict.fromkeys(codes))

    def _form(self) -> Questionnaire | None:
        text = self.document.get("questionnaire", proposed_questionnaire().id)
        if isinstance(text, str) and text in self.forms:
            return self.forms[text]
        try:
            path = self.folder / str(text)
            form = parse_questionnaire(json.loads(path.read_text("utf-8")))
            if self.forms.get(form.id, form) != form:
                self._issue("questionnaire", "record_form_taken", id=quote(form.id))
            return form
        except (OSError, RecursionError, json.JSONDecodeError, UnicodeDecodeError):
            ids = ", ".join(self.forms)
            self._issue("questionnaire", "record_form", value=quote(text), ids=ids)
        except ValueError as error:
            for line in str(error).splitlines()[:20]:
                self._issue("questionnaire", "record_form_wrong", reason=line)
        return None


def _comment(text: str) -> str:
    return "\n".join(f"# {line}" for line in text.splitlines())


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    if isinstance(value, int):
        return str(value)
    # TOML's basic strings have JSON's escapes, DEL besides.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
