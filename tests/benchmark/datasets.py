"""Data sets to measure: raw rows as files, and the same rows imported into a data directory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from geodata.imports import ImportBatch
from geodata.questionnaire import proposed_questionnaire
from geodata.sample import build_sample, ensure_sample
from geodata.store import Store
from tests.benchmark.rows import (
    CAMPAIGN_ID,
    benchmark_campaign,
    make_responses,
    make_visits_everywhere,
)

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of forms took: seconds, peak memory in MB, lines of progress."""

    seconds: float
    peak_mb: float
    progress_lines: int


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set on disk.

    Attributes:
        folder: Holds `responses.csv` and `visits.csv`, the raw rows.
        data_dir: The atlas's `DATA_DIR` with the same rows imported and published.
        imported: What the import of the forms took, figures finished.
    """

    folder: Path
    data_dir: Path
    imported: Imported


def prepare(folder: Path, responses: int, everywhere: bool = False) -> DataSet:
    """Write the raw rows and import them, unless the folder holds them already.

    Args:
        folder: Where they are, or will be.
        responses: How many forms.
        everywhere: Whether every locality was visited, or the sample's places only.
    """
    done, data_dir = folder / "prepared.json", folder / "atlas"
    if done.exists():
        known = json.loads(done.read_text("utf-8"))
        return DataSet(folder, data_dir, Imported(**known))
    folder.mkdir(parents=True)
    sample = build_sample()
    visits = make_visits_everywhere() if everywhere else sample.visits
    visits.to_csv(folder / "visits.csv", index=False)
    make_responses(responses).to_csv(folder / "responses.csv", index=False)
    store = Store.open(f"sqlite:///{(data_dir / 'atlas.sqlite').as_posix()}")
    ensure_sample(store)
    store.commit(
        ImportBatch(
            campaign_id=CAMPAIGN_ID,
            kind="visits",
            campaign=benchmark_campaign(),
            questionnaire=proposed_questionnaire(),
            visits=visits,
            handouts=None if everywhere else sample.handouts,
            screenings=None if everywhere else sample.screenings,
        )
    )
    store.use(CAMPAIGN_ID)
    store.close()
    imported = _import(folder / "responses.csv", data_dir, responses)
    done.write_text(json.dumps(asdict(imported)), "utf-8")
    return DataSet(folder, data_dir, imported)


def environment(data_dir: Path, port: int = 0) -> dict[str, str]:
    """The environment of a process of the atlas."""
    own = {"DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **own, **({"PORT": str(port)} if port else {})}


def _import(file: Path, data_dir: Path, responses: int) -> Imported:
    """Import by the command line, as a user does."""
    command = [sys.executable, "-m", "geodata", "import"]
    command += [str(file), "--kind", "responses", "--campaign", CAMPAIGN_ID]
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(data_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    assert process.stdout is not None
    reader = threading.Thread(target=lambda out: said.extend(out), args=(process.stdout,))
    reader.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    reader.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the import of {responses} forms failed:\n{''.join(said)[-2000:]}")
    progress = sum(line.count("\r") + 1 for line in said)
    return Imported(seconds, usage.ru_maxrss / 1024, progress)
