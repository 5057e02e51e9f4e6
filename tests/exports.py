"""Exports as KoboToolbox, ODK, Google Forms and Microsoft Forms write them, made for tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from geodata.questionnaire import Question, proposed_questionnaire

FORM = proposed_questionnaire()
BACKGROUND = {question.key: question for question in FORM.background}
Answers = dict[str, str | tuple[str, ...]]

PEOPLE: tuple[Answers, ...] = (
    {
        "mode": "face-to-face",
        "district": "Soroca",
        "sex": "female",
        "trust_police": "very_much",
        "problems": ("drunk_driving", "stray_dogs"),
        "cooperation": ("more_patrols",),
    },
    {
        "mode": "online",
        "district": "Anenii Noi",
        "sex": "male",
        "trust_police": "dont_know",
        "problems": (),
        "cooperation": ("meetings", "other"),
    },
    {
        "mode": "online",
        "district": "Cahul",
        "sex": "no_answer",
        "trust_police": "not_much",
        "problems": ("drugs",),
        "cooperation": (),
    },
)
ASKED = ("mode", "district", "sex", "trust_police", "problems", "cooperation")


def question(key: str) -> Question:
    """A question of the form or of its background."""
    return BACKGROUND.get(key) or FORM.question(key)


def written(key: str, code: str, language: str) -> str:
    """An answer's label; its code without a language."""
    options = {option.code: option.text for option in question(key).options}
    return options[code][language] if language and code in options else code


def table(rows: Sequence[Sequence[str]], separator: str = ",", quoted: bool = False) -> str:
    """Write rows as CSV."""
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\n").writerows(rows)
    return text.getvalue()


def kobo(
    people: Sequence[Answers] = PEOPLE,
    language: str = "",
    group: str = "",
    split: bool = True,
    changes: Sequence[dict[str, str]] = (),
) -> list[list[str]]:
    """Rows of a KoboToolbox export, header first.

    Args:
        people: Who answered what.
        language: Of labels; "" exports names.
        group: A group in front of the headings, with its slash.
        split: Whether options have columns of ones and zeros.
        changes: For each row, columns with another content.
    """
    header = ["start", "end", "deviceid"]
    names = {key: question(key).text[language] if language else key for key in ASKED}
    for key in ASKED:
        header.append(group + names[key])
        if question(key).kind == "multiple" and split:
            header += [
                f"{group}{names[key]}/{written(key, code, language)}"
                for code in question(key).codes
            ]
        if key == "cooperation":
            header.append(group + "cooperation_other")
    header += ["locul", "_locul_latitude", "_locul_longitude", "poza", "poza_URL"]
    header += ["__version__", "_id", "_uuid", "_submission_time", "_validation_status"]
    header += ["_notes", "_status", "_submitted_by", "_tags", "_index"]
    rows = [header]
    for number, person in enumerate(people, start=1):
        row = ["2021-11-09T10:15:42.123+02:00", "2021-11-09T10:25:42.123+02:00", "ee.kobo:xYz"]
        for key in ASKED:
            answer = person[key]
            if question(key).kind != "multiple":
                row.append(written(key, str(answer), language))
                continue
            row.append(" ".join(written(key, code, language) for code in answer))
            if split:
                row += [str(int(code in answer)) if answer else "" for code in question(key).codes]
            if key == "cooperation":
                row.append("mai multe lumini pe stradă" if "other" in answer else "")
        row += ["48.15 28.29 0 0", "48.15", "28.29", "p.jpg", "https://kc.example/p.jpg"]
        row += ["vX1", str(1000 + number), f"uuid-{number}", "2021-11-09T08:25:50", ""]
        row += ["", "submitted_via_web", "ion.popescu", "", str(number)]
        if number <= len(changes):
            row = [
                changes[number - 1].get(name, cell) for name, cell in zip(header, row, strict=True)
            ]
        rows.append(row)
    return rows


STAMPS = {"ro": "Marcaj de timp", "ru": "Отметка времени", "en": "Timestamp"}
MOMENTS = {
    "ro": ("09.11.2021 10:15:42", "09.11.2021 23:55:01", "10.11.2021 08:00:00"),
    "ru": ("09.11.2021 10:15:42", "09.11.2021 23:55:01", "10.11.2021 8:00:00"),
    "en": ("11/9/2021 10:15:42", "11/9/2021 23:55:01", "11/13/2021 8:00:00"),
}
MICROSOFT = {
    "ro": ("ID", "Ora de începere", "Ora finalizării", "E-mail", "Nume"),
    "ru": ("ID", "Время начала", "Время выполнения", "Адрес электронной почты", "Имя"),
    "en": ("ID", "Start time", "Completion time", "Email", "Name"),
}
OWN_WORDS = "mai multe lumini, și bănci"


def web_form(
    language: str,
    moments: Sequence[str],
    joined: str,
    people: Sequence[Answers] = PEOPLE,
    stamp: str = "",
) -> list[list[str]]:
    """Rows of a Google form's sheet, header first; own words stand for the option "other"."""
    asked = [key for key in ASKED if key != "mode"]
    rows = [[stamp or STAMPS[language], *(question(key).text[language] for key in asked)]]
    for moment, person in zip(moments, people, strict=True):
        row = [moment]
        for key in asked:
            codes = person[key]
            codes = codes if isinstance(codes, tuple) else (codes,)
            labels = [OWN_WORDS if c == "other" else written(key, c, language) for c in codes]
            row.append(joined.join(labels))
        rows.append(row)
    return rows


def microsoft_form(language: str, moments: Sequence[str]) -> list[list[str]]:
    """Rows of a Microsoft form's workbook, header first."""
    rows = web_form(language, moments, ";")
    several = [i for i, key in enumerate(k for k in ASKED if k != "mode") if key in _SEVERAL]
    out = [[*MICROSOFT[language], *rows[0][1:]]]
    for number, row in enumerate(rows[1:], start=1):
        answers = [f"{c};" if c and i in several else c for i, c in enumerate(row[1:])]
        out.append([str(number), row[0], row[0], "anonymous", "", *answers])
    return out


_SEVERAL = {key for key in ASKED if question(key).kind == "multiple"}
