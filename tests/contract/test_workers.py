"""The README's production line: several workers, the same figures, new data within two seconds."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from geodata.attempts import Intent
from geodata.events import Action
from geodata.imports import ImportBatch
from geodata.store import Store

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"^python -m geodata build && (granian .*)$", re.MULTILINE)
VISITS = "date,district,locality,participants\n2022-05-09,Soroca,Soroca,120\n"


def ask(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.status, answer.read().decode()


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, dict[str, str]]]:
    """The line as the README has it, on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {**os.environ, "DATA_DIR": str(tmp_path_factory.mktemp("production"))}
    build = [sys.executable, "-m", "geodata", "build"]
    subprocess.run(build, cwd=ROOT, env=own, check=True, capture_output=True)
    found = LINE.search((ROOT / "README.md").read_text("utf-8"))
    assert found, "the README has no production line"
    command = [sys.executable, "-m", *shlex.split(found.group(1))]
    command[command.index("--port") + 1] = str(port)
    log = (tmp_path_factory.mktemp("log") / "granian.log").open("wb")
    process = subprocess.Popen(
        command, cwd=ROOT, env=own, stdout=log, stderr=log, start_new_session=True
    )
    try:
        wait_for(port, process, Path(log.name))
        yield port, own
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
        log.close()


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(3000):
        assert process.poll() is None, log.read_text()
        try:
            if ask(port, "/healthz")[0] == 200:
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(log.read_text())


def test_every_worker_says_the_same(production: tuple[int, dict[str, str]]) -> None:
    port, _ = production
    # Dash writes its own settings from sets: in another order in every process.
    settings = re.compile(r'<script id="_dash-config".*?</script>', re.DOTALL)
    asked = [ask(port, "/?indicator=trust_police_favourable&lang=en") for _ in range(24)]
    pages = {(status, settings.sub("", text)) for status, text in asked}
    assert len(pages) == 1
    assert next(iter(pages))[0] == 200


def test_new_data_reach_every_worker_within_two_seconds(
    production: tuple[int, dict[str, str]], tmp_path: Path
) -> None:
    port, own = production
    before = json.loads(ask(port, "/healthz")[1])["data_version"]
    file = tmp_path / "visits.csv"
    file.write_text(VISITS, "utf-8")
    command = [sys.executable, "-m", "geodata", "import", str(file), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=own, check=True, capture_output=True)
    after = json.loads(done.stdout)["data_version"]
    assert after > before
    time.sleep(2)
    seen = {json.loads(ask(port, "/healthz")[1])["data_version"] for _ in range(24)}
    assert seen == {after}
    assert all("120" in ask(port, "/?lang=en&indicator=contacts")[1] for _ in range(8))


def test_what_a_killed_import_stored_is_shown_all_the_same(
    production: tuple[int, dict[str, str]],
) -> None:
    port, own = production
    store = Store.open(f"sqlite:///{Path(own['DATA_DIR']) / 'atlas.sqlite'}")
    store.begin_attempt(Intent(Action.IMPORT, "killed.csv", "Ana"))
    store.commit(ImportBatch(store.campaign_in_use().id, "nothing"))
    version = store.data_version()
    for _ in range(600):  # it is built by one of the workers' own accord
        if json.loads(ask(port, "/healthz")[1])["data_version"] == version:
            break
        time.sleep(0.1)
    assert json.loads(ask(port, "/healthz")[1])["data_version"] == version
    for _ in range(100):
        if store.read_unfinished():
            break
        time.sleep(0.1)
    assert [attempt.outcome for attempt in store.read_unfinished()] == ["stored"]
    store.close()
