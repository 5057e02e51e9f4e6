"""The catalogues of the three languages say the same things, and everything the code asks for.

There are two of each: the words on screen, and those of the command line (`import`).
"""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from dashboard.state import PAGES
from dashboard.viewmodels.text import class_labels, indicator_name, indicator_words
from geodata.i18n import catalogue_files, translators
from geodata.vocabulary import (
    LANGUAGES,
    PERSON_PARTS,
    UNKNOWN,
    Breakdown,
    Family,
    Level,
    Mode,
    Status,
    VisitStatus,
)
from tests import world

ROOT = Path(__file__).parents[2]
T = translators()
DOMAINS = ("screen", "import")
CATALOGUES = {
    (domain, language): {m.id: m for m in t.catalog if m.id}
    for domain in DOMAINS
    for language, t in translators(domain).items()
}
EVERYWHERE = pytest.mark.parametrize(("domain", "language"), CATALOGUES)
FORMS = {"ro": 3, "ru": 3, "en": 2}


def key_of(message_id) -> str:
    return message_id[0] if isinstance(message_id, tuple) else message_id


def strings_of(message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


ON_SCREEN = {key_of(i) for i in CATALOGUES["screen", "en"]}
EVERY_KEY = {key_of(i) for messages in CATALOGUES.values() for i in messages}


@EVERYWHERE
def test_catalogues_have_the_same_keys(domain: str, language: str) -> None:
    # A message with a plural in one language has one in all.
    assert set(CATALOGUES[domain, language]) ^ set(CATALOGUES[domain, "en"]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_twice(language: str) -> None:
    files = [path for domain in DOMAINS for path in catalogue_files(language, domain)]
    assert sorted((ROOT / "geodata" / "i18n").rglob(f"*.{language}.po")) == sorted(files)
    text = "\n".join(path.read_text("utf-8") for path in files)
    ids = re.findall(r'^msgid "(.+)"$', text, flags=re.M)
    assert len(ids) == len(set(ids))
    assert "#, fuzzy" not in text


@EVERYWHERE
def test_plurals_are_complete(domain: str, language: str) -> None:
    assert translators(domain)[language].catalog.num_plurals == FORMS[language]
    for message_id, message in CATALOGUES[domain, language].items():
        if isinstance(message_id, tuple):
            assert len(message.string) == FORMS[language], message_id
            assert all(message.string), message_id
            assert all("{count}" in text for text in message.string), message_id
        else:
            assert message.string, f"{message_id} is blank"


@EVERYWHERE
def test_placeholders_are_the_same(domain: str, language: str) -> None:
    for message_id, message in CATALOGUES[domain, language].items():
        wanted = placeholders(strings_of(CATALOGUES[domain, "en"][message_id])[0])
        for text in strings_of(message):
            assert placeholders(text) == wanted, f"{language}: {message_id}"


def test_words_follow_the_house_s_style() -> None:
    for (domain, language), messages in CATALOGUES.items():
        for message_id, message in messages.items():
            for text in strings_of(message):
                where = f"{language}: {message_id}: {text!r}"
                assert text == text.strip() and "  " not in text, where
                assert not re.search("[şţŞŢ]", text) or language != "ro", where
                assert "issue" not in text.lower() and "/work" not in text, where
                if language == "ro" and domain == "screen":
                    assert '"' not in text, where


def test_people_are_contacts() -> None:
    for message in (*CATALOGUES["screen", "en"].values(), *CATALOGUES["import", "en"].values()):
        for text in strings_of(message):
            assert not re.search(r"people reached|persons reached|reached people", text.lower()), (
                text
            )


LITERAL = re.compile(
    r"""\b(?:t\.)?(?:text|plural|has|t)\(\s*["']([a-z][\w.\-]*\.[\w.\-]*[\w])["']\s*[,)]"""
)
# `f"group.{letter}"`, `"family." + key`: the beginnings of names; of some, `composed` has all.
BEGUN = re.compile(r"""["'`]([a-z]+\.(?:[a-z_]+\.)*)(?:\{|\$\{|["'`]\s*[+~])""")
LISTED = {"count.", "detail.", "table.", "nav.", "unit.", "legend.", "status.", "sentence."}
QUOTED = re.compile(r"""["'`]([a-z]+(?:\.[a-z_\-0-9]+)+)["'`]""")


def sources() -> dict[str, str]:
    paths = [
        *(ROOT / "dashboard").rglob("*.py"),
        *(ROOT / "dashboard").rglob("*.html"),
        *(ROOT / "assets" / "js").glob("*.js"),
        *(ROOT / "geodata").rglob("*.py"),
    ]
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted(paths)}


def test_every_key_that_is_asked_for_is_there() -> None:
    missing = {
        (where, key)
        for where, text in sources().items()
        for key in LITERAL.findall(text)
        if key not in EVERY_KEY
    }
    assert not missing


def composed() -> set[str]:
    """Keys that code puts together from registries."""
    indicators = world.toy().document["indicators"]
    words = ("name", "unit", "numerator", "denominator", "n", "caution")
    visits = [key for key, about in indicators.items() if about["kind"] == "visits"]
    return {
        *(f"indicator.{key}.{word}" for key in visits for word in words),
        *(f"indicator.{kind}.{w}" for kind in ("share", "balance") for w in words[1:]),
        "indicator.balance.name",
        *(f"status.{status}" for status in Status),
        *(f"detail.{s}_reason" for s in Status if s is not Status.OK),
        *(f"detail.status.{s}" for s in VisitStatus),
        *(f"level.{level}" for level in Level),
        *(f"legend.units.{level}" for level in Level),
        *(f"table.unit.{level}" for level in Level),
        *(
            f"sentence.by_{level}{end}"
            for level in ("region", "country")
            for end in ("", "_chosen", "_opened")
        ),
        *(f"mode.{mode}" for mode in Mode),
        *(f"breakdown.{breakdown}" for breakdown in Breakdown if breakdown != Breakdown.DAY),
        *(
            f"part.{breakdown}.{part}"
            for breakdown, parts in PERSON_PARTS.items()
            for part in (*parts, UNKNOWN)
            if breakdown != Breakdown.AGE or part == UNKNOWN
        ),
        *(f"opened.{level}" for level in ("region", "country")),
        *(f"family.{family}{end}" for family in Family for end in ("", ".question")),
        *(f"nav.{page}" for page in PAGES),
        *(f"unit.{unit}" for unit in ("percent", "points")),
        *(f"count.{item}" for item in ("leaflets", "pens", "reflective_strips", "screenings")),
        *(f"table.{k}" for k in ("group",)),
        *(f"table.{k}" for k in ("value", "n", "numerator", "denominator", "visits", "status")),
    }


def test_every_key_that_is_put_together_is_there() -> None:
    assert composed() - ON_SCREEN == set()


def test_no_key_is_dead() -> None:
    """Every message is asked for: by its name, by a registry, or by the beginning of its name."""
    text = "\n".join(sources().values())
    said = set(QUOTED.findall(text)) | composed()
    said |= {f"claim.{question}" for question in world.toy().document["questions"]}
    begun = tuple(set(BEGUN.findall(text)) - LISTED)
    dead = sorted(key for key in ON_SCREEN - said if not key.startswith(begun))
    assert not dead


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_has_all_its_words(language: str) -> None:
    t = T[language]
    published = world.illustrative().published
    names = []
    for key, about in published.document["indicators"].items():
        names.append(indicator_name(t, key, published))
        for word in ("unit", "numerator", "denominator", "n", "caution"):
            assert indicator_words(t, key, published, word)
        assert len(class_labels(t, about)) == len(about["breaks"]) + 1
    assert len(names) == len(set(names)), "two indicators carry one name"
