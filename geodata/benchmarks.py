"""Published national opinion figures, for a panel beside the campaign's and never on its axis.

Each has a date, a population and a named source; where the source gave no number of
respondents or no margin, none is given here.
"""

from __future__ import annotations

import pandas as pd

from geodata.reference import REFERENCE_DIR
from geodata.vocabulary import LANGUAGES

TEXTS = ("wording", "population", "source")
COLUMNS = (
    "question",
    "option",
    "measure",
    "date",
    "period",
    "qualifier",
    "value",
    "n",
    "margin",
    *(f"{text}_{lang}" for text in TEXTS for lang in LANGUAGES),
    "source_url",
)


def shipped_benchmarks() -> pd.DataFrame:
    """Read the shipped benchmarks.

    Returns:
        One row per figure: `question` and `option` (keys of the questionnaire; option empty
        but for `measure` option), `measure` (favourable, unfavourable or option), `date` (first
        day of `period`, which is `2016-04` or `2021`), `qualifier` (over, about or empty),
        `value` (percent), `n` (respondents) and `margin` (percentage points) where published,
        `wording_ro` ... `source_en`, and `source_url`, where the figure was read.
    """
    text = dict.fromkeys(("question", "option", "measure", "period", "qualifier"), str)
    frame = pd.read_csv(
        REFERENCE_DIR / "benchmarks.csv",
        dtype=text,
        keep_default_na=False,
        na_values={"n": [""], "margin": [""]},
    )
    return as_benchmarks(frame)


def as_benchmarks(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame of benchmarks its columns, order and types."""
    return frame[list(COLUMNS)].astype(
        {"date": "datetime64[us]", "value": float, "n": "Int64", "margin": "Float64"}
    )
