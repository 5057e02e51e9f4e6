"""The shipped form is complete in three languages, and a broken one is refused in words."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from geodata.benchmarks import shipped_benchmarks
from geodata.questionnaire import (
    Questionnaire,
    parse_questionnaire,
    proposed_questionnaire,
)
from geodata.vocabulary import AGE_GROUPS, LANGUAGES, Mode, Residence, Sex

KEYS = [
    *("heard_community_policing", "knows_officer", "knows_contact", "trust_police"),
    *("trust_officer", "safe_day", "safe_night", "listens", "fair", "reliable", "matters"),
    *("good_job", "problems", "cooperation", "willing", "materials", "useful"),
]


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(proposed_questionnaire().document())


def test_the_shipped_form_is_a_proposal_with_every_question() -> None:
    form = proposed_questionnaire()
    assert form.proposal
    assert [question.key for question in form.questions] == KEYS


def test_every_text_label_and_option_stands_in_three_languages() -> None:
    form = proposed_questionnaire()
    for question in (*form.background, *form.questions):
        texts = [question.text, question.short, *(option.text for option in question.options)]
        assert all(words[lang].strip() for words in texts for lang in LANGUAGES), question.key
        assert all(len(question.short[lang]) <= 28 for lang in LANGUAGES), question.key
        assert form.label(question.construct, "ru")


def test_romanian_is_written_with_comma_below() -> None:
    path = Path(__file__).parents[2] / "geodata" / "reference" / "questionnaire.json"
    assert not set(path.read_text("utf-8")) & set("şţŞŢ")


def test_trust_is_the_top_two_of_four_without_dont_knows() -> None:
    trust = proposed_questionnaire().question("trust_police")
    assert trust.kind == "likert4"
    assert trust.favourable == ("very_much", "somewhat")
    assert trust.unfavourable == ("not_much", "not_at_all")
    assert trust.dont_know == ("dont_know",)
    assert trust.valid == trust.favourable + trust.unfavourable
    assert trust.short["en"] == "Trust in the police"


def test_the_neutral_point_of_five_is_in_the_base_and_in_neither_set() -> None:
    fair = proposed_questionnaire().question("fair")
    assert "neither" in fair.valid
    assert "neither" not in fair.favourable + fair.unfavourable


def test_who_knows_the_officer() -> None:
    form = proposed_questionnaire()
    assert form.question("knows_officer").positive == ("personally", "knows_who")
    assert form.question("heard_community_policing").positive == ("yes",)


def test_background_items_use_the_words_of_the_vocabulary() -> None:
    form = proposed_questionnaire()
    codes = {question.key: question.codes for question in form.background}
    assert set(codes["mode"]) == set(Mode)
    assert set(Residence) == set(codes["residence"])
    assert set(Sex) < set(codes["sex"])
    assert codes["age_group"] == AGE_GROUPS


def test_a_form_reads_back_equal() -> None:
    form = proposed_questionnaire()
    assert parse_questionnaire(json.loads(json.dumps(form.document()))) == form


def test_unknown_question_is_named() -> None:
    with pytest.raises(KeyError, match="no question has the key 'mood'"):
        proposed_questionnaire().question("mood")


def _refused(document: dict[str, Any]) -> str:
    with pytest.raises(ValueError) as refusal:
        parse_questionnaire(document)
    return str(refusal.value)


def test_findings_are_listed_in_words(document: dict[str, Any]) -> None:
    trust = next(q for q in document["questions"] if q["key"] == "trust_police")
    trust["text"]["ru"] = " "
    trust["short"]["en"] = "A label that is much too long for the rail"
    trust["favourable"] = ["very_much", "a_lot"]
    findings = _refused(document).splitlines()
    assert "question trust_police: no text in ru" in findings
    assert "question trust_police: the short label in en has over 28 characters" in findings
    assert any("favourable names 'a_lot'" in finding for finding in findings)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "stars"}, "kind 'stars' is none of"),
        ({"polarity": 0}, "a scale needs a polarity"),
        ({"polarity": 2}, "polarity is 2"),
        ({"polarity": -1}, "not the two ends"),
        ({"kind": "likert5"}, "4 points besides don't know, 5 expected"),
        ({"construct": "mood"}, "there is no group 'mood'"),
        ({"options": []}, "it has no options"),
        ({"colour": "red"}, "not built as it should be"),
    ],
)
def test_a_contradiction_is_found(
    document: dict[str, Any], change: dict[str, Any], words: str
) -> None:
    next(q for q in document["questions"] if q["key"] == "trust_police").update(change)
    assert words in _refused(document)


def test_a_missing_part_is_named(document: dict[str, Any]) -> None:
    del document["constructs"]
    assert _refused(document) == "the questionnaire lacks 'constructs'"


def test_a_double_key_is_found(document: dict[str, Any]) -> None:
    document["questions"].append(document["questions"][0])
    assert "heard_community_policing stands there 2 times" in _refused(document)


def test_benchmarks_fit_the_questionnaire() -> None:
    form: Questionnaire = proposed_questionnaire()
    frame = shipped_benchmarks()
    for row in frame.itertuples():
        question = form.question(str(row.question))
        assert (row.option == "") == (row.measure != "option")
        assert row.option in ("", *question.codes)
    assert frame["value"].between(0, 100).all()
    texts = [f"{text}_{lang}" for text in ("wording", "source", "population") for lang in LANGUAGES]
    assert (frame[texts] != "").all().all()


def test_published_trust_by_date() -> None:
    frame = shipped_benchmarks()
    trust = frame[frame["question"] == "trust_police"].set_index("period")["value"]
    # The four figures of the method, oldest first.
    periods = ["2016-04", "2019-12", "2020-10", "2021-06"]
    assert trust[periods].tolist() == [25.8, 39.5, 41.0, 30.0]
