"""Google Forms and Microsoft Forms: one row a form, headings and dates in the account's language.

They are known by their first columns: a moment before the first question (Google), or a number
and two moments (Microsoft). Several chosen options are joined in one cell, an option may hold
the sign that joins them, and own words stand in the place of the option "other".
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from itertools import islice

from geodata.importing.issues import Issue, refused
from geodata.importing.quoting import quote
from geodata.names import fold
from geodata.sources.layout import Columns, Head, Layout, Made, Make, changed, column, first_of
from geodata.sources.moments import Order, day_of, find_order, read_moment
from geodata.sources.survey_columns import SurveyColumns
from geodata.sources.words import Words
from geodata.vocabulary import Mode

_STAMPS = (
    "timestamp|marcaj de timp|marcaj temporal|marca temporala|marca de timp|data si ora|moment"
    "|отметка времени|метка времени|временная метка|дата и время"
)
_STARTS = (
    "start time|ora de incepere|ora inceperii|ora de inceput|ora de start|inceput"
    "|время начала|начало"
)
_ENDS = (
    "completion time|ora finalizarii|ora de finalizare|ora completarii|ora de terminare"
    "|finalizare|время завершения|время выполнения|время окончания|окончание"
)
_CHANGED = "last modified time|ora ultimei modificari|время последнего изменения"
_NUMBERS = "id|ид|nr|номер|идентификатор"
_PERSONS = (
    "email|e mail|email address|adresa de e mail|adresa de email|адрес электронной почты"
    "|электронная почта|username|nume de utilizator|имя пользователя|name|nume|имя|имя пользователя"
)
_SCORES = "score|scor|punctaj|баллы|total points|total puncte|quiz feedback|language|limba|язык"
# Rows to look at for moments where the first heading is in no known language.
_LOOKED_AT = 15


class GoogleForms:
    """Answers of a Google form, from its sheet or its own download."""

    key = "google_forms"

    def lay_out(self, head: Head, words: Words) -> Layout | None:
        """Say how to read the sheet; None where it is no such export."""
        _, titles = head.rows[0]
        named = fold(titles[0][:100]) in _words(_STAMPS)
        if not named and not (_moments(head, 0) and _asks(titles[1:], words)):
            return None
        if not _asks(titles[1:], words):
            return None
        return _lay_out(self.key, head, words, [0], [0], (", ", ";"))


class MicrosoftForms:
    """Answers of a Microsoft form."""

    key = "microsoft_forms"

    def lay_out(self, head: Head, words: Words) -> Layout | None:
        """Say how to read the sheet; None where it is no such export."""
        _, titles = head.rows[0]
        if len(titles) < 4:
            return None
        folded = [fold(title[:100]) for title in titles]
        named = folded[1] in _words(_STARTS) and folded[2] in _words(_ENDS)
        numbered = folded[0] in _words(_NUMBERS) or not folded[0]
        if not numbered or not (named or (_moments(head, 1) and _moments(head, 2))):
            return None
        added = [i for i, text in enumerate(folded[:8]) if text in _words(_CHANGED)]
        return _lay_out(self.key, head, words, [2, 1], [0, 1, 2, *added], (";",))


def _lay_out(
    key: str,
    head: Head,
    words: Words,
    moments: Sequence[int],
    added: Sequence[int],
    separators: Sequence[str],
) -> Layout:
    below, titles = head.rows[0]
    folded = [fold(title[:100]) for title in titles]
    persons = [i for i, text in enumerate(folded[:10]) if text in _words(_PERSONS)]
    scores = [
        i
        for i, text in enumerate(folded[:12])
        if text in _words(_SCORES) and i not in added and not words.heading(titles[i])
    ]
    columns = SurveyColumns(words, [words.heading(title) for title in titles])
    columns.drop([*added, *persons, *scores])
    known = sum(map(bool, columns.header)) + len(added)
    answers = [i for i, heading in enumerate(columns.header) if heading]
    order = _order(head, moments[0], below)
    columns.made.append(Made("submission_id", _identity(added, answers, order)))
    asked = [i for i, h in enumerate(columns.header) if h and words.name(h) == "date"]
    days: list[Make] = [changed(p, str) for p in asked[:1]]
    days += [changed(p, lambda text: day_of(text, order)) for p in moments]
    columns.made.append(Made("date", first_of(days)))
    columns.drop(asked[:1])
    columns.join_twins()
    columns.take_apart(separators, replaced=True)
    said = ["" if i in (*added, *scores) else title for i, title in enumerate(titles)]
    remarks = []
    if order is Order.MONTH:
        remarks.append(Issue(None, quote(titles[moments[0]]), "month_first"))
    if head.others:
        names = ", ".join(quote(name) for name in head.others[:5])
        remarks.append(Issue(None, None, "sheets_left_out", (("sheets", names),)))
    return Layout(
        key,
        tuple(columns.header),
        tuple(said),
        below,
        known,
        tuple(columns.made),
        tuple(columns.rules),
        columns.own_words,
        frozenset(persons),
        defaults={"mode": str(Mode.ONLINE)},
        remarks=tuple(remarks),
    )


def _order(head: Head, position: int, below: int) -> Order:
    order = find_order(head.cells(position, below), head.span)
    if order is Order.UNKNOWN:
        raise refused("date_order_unclear")
    return order


def _identity(added: Sequence[int], answers: Sequence[int], order: Order) -> Make:
    """Make an id of the moment and the answers: forms of the web tell none of their own.

    The moment is written alike whatever the download's format, so that the same form is known
    again in a later download.
    """

    def make(columns: Columns) -> list[str]:
        moments = [[_plain(text, order) for text in column(columns, p)] for p in added]
        cells = [column(columns, p) for p in answers]
        rows = zip(*moments, *cells, strict=True)
        return [_digest(row) if any(row[: len(moments)]) else "" for row in rows]

    return make


def _plain(text: str, order: Order) -> str:
    moment = read_moment(text, order)
    return text.strip() if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"


def _digest(row: Sequence[str]) -> str:
    text = "\x1f".join(fold(cell) if i else cell for i, cell in enumerate(row))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _moments(head: Head, position: int) -> bool:
    """Whether a column holds moments, with the time of day, and nothing else."""
    cells = [c for c in islice(head.cells(position, head.rows[0][0]), _LOOKED_AT) if c.strip()]
    read = [read_moment(cell) for cell in cells]
    return bool(cells) and all(m is not None for m in read) and any(":" in c for c in cells)


def _asks(titles: Sequence[str], words: Words) -> bool:
    return any(words.question(title) for title in titles)


@cache
def _words(joined: str) -> frozenset[str]:
    return frozenset(fold(text) for text in joined.split("|"))
