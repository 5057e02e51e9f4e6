"""Two servers on one PostgreSQL: an import through one shows in the other, cut or not."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).parents[2]
VISITS = "date,district,locality,participants\n2022-05-0{day},Soroca,Soroca,120\n"


@dataclass
class AtlasServer:
    """`python app.py` with a data directory of its own."""

    environment: dict[str, str]
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def ask(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            assert answer.status == 200
            text: str = answer.read().decode()
            return text

    def version(self) -> int:
        return int(json.loads(self.ask("/healthz"))["data_version"])

    def wait_for(self, version: int) -> None:
        for _ in range(900):
            assert self.process.poll() is None, self.log.read_text()
            try:
                if self.version() == version:
                    return
            except (urllib.error.URLError, OSError):
                pass  # it does not listen yet
            time.sleep(0.1)
        pytest.fail(self.log.read_text())


def start(folder: Path, url: str, like: Path | None = None) -> AtlasServer:
    """Start a server; the scripts that another one compressed are these ones too."""
    if like is None:
        folder.mkdir()
    else:
        shutil.copytree(like, folder, ignore=shutil.ignore_patterns("published", "log"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"DATA_DIR": str(folder), "DATABASE_URL": url, "PORT": str(port), "HOST": "127.0.0.1"}
    environment = {**os.environ, **own}
    log = folder / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=said, stderr=said
        )
    return AtlasServer(environment, port, process, log)


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[AtlasServer, AtlasServer]]:
    url = postgres.server().new_database()
    started = []
    try:
        started.append(start(tmp_path / "one", url))
        started[0].wait_for(1)
        started.append(start(tmp_path / "two", url, tmp_path / "one"))
        started[1].wait_for(1)
        yield started[0], started[1]
    finally:
        for each in started:
            each.process.terminate()
        for each in started:
            try:
                each.process.wait(20)
            except subprocess.TimeoutExpired:
                each.process.kill()
                each.process.wait(20)


def import_through(server: AtlasServer, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geodata", "import", str(file), "--json"],
        cwd=ROOT, env=server.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_import_through_one_shows_in_the_other_and_a_cut_leaves_nothing_half(
    servers: tuple[AtlasServer, AtlasServer], tmp_path: Path
) -> None:
    one, two = servers
    # The second one fetched what the first had built.
    assert "Computing indicators" in one.log.read_text()
    assert "Computing indicators" not in two.log.read_text()
    file = tmp_path / "visits.csv"
    file.write_text(VISITS.format(day=8), "utf-8")
    assert import_through(one, file).returncode == 0
    two.wait_for(2)
    assert one.version() == 2
    assert "Computing indicators" not in two.log.read_text()
    assert "120" in two.ask("/?lang=en&indicator=contacts")

    postgres.server().stop()
    try:
        file.write_text(VISITS.format(day=9), "utf-8")
        refused = import_through(two, file)
        assert refused.returncode == 1
        assert json.loads(refused.stdout)["issues"][0]["code"] == "database_gone"
        for server in servers:
            for _ in range(300):
                if "does not answer" in server.log.read_text():
                    break
                time.sleep(0.1)
            assert "the old figures stay" in server.log.read_text()
            assert server.version() == 2
            assert "120" in server.ask("/?lang=en&indicator=contacts")
    finally:
        postgres.server().start()
    again = import_through(two, file)
    assert again.returncode in (0, 1), again.stderr
    document = json.loads(again.stdout)
    # One day is all that the campaign has: the row is listed, not half stored.
    assert document["rows_listed"] == 1
    assert [server.version() for server in servers] == [2, 2]
    done = subprocess.run(
        [sys.executable, "-m", "geodata", "undo", "--json"],
        cwd=ROOT, env=two.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for server in servers:
        server.wait_for(json.loads(done.stdout)["data_version"])
