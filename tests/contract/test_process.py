"""The web process: light, and able to hold two apps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from dashboard.exports import FILES
from tests import world

ROOT = Path(__file__).parents[2]
HEAVY = {
    "pandas", "geopandas", "numpy", "scipy", "shapely", "jenkspy", "statsmodels", "sklearn",
    "mapclassify", "sqlalchemy", "alembic", "pyproj", "pyogrio", "dash_ag_grid",
    "dash_mantine_components",
}  # fmt: skip
# Pillow, which python-pptx brings, is also taken by plotly where it is there.
FILES_ALONE = {"pptx", "lxml", "typst", "xlsxwriter"}
CODE = """
import json, sys
from pathlib import Path
from dashboard.exports import FILES
from dashboard.factory import create_app
from geodata.settings import Settings
VIEWS = ("indicator=trust_police_favourable&level=district&interval=1", "pin=MD-CU")
settings = Settings(data_dir=Path(sys.argv[1]))
one, two = create_app(settings), create_app(settings)
body = {
    "output": "..detail.children...page.children...bridge.reply..",
    "outputs": [
        {"id": "detail", "property": "children"},
        {"id": "page", "property": "children"},
        {"id": "bridge", "property": "reply"},
    ],
    "inputs": [{"id": "bridge", "property": "view", "value": {
        "query": "?pin=MD-CU&page=table&indicator=trust_police_favourable", "theme": "dark"}}],
    "changedPropIds": ["bridge.view"],
}
answers, early = [], []
for app in (one, two):
    client = app.server.test_client()
    answers.append([
        client.get("/").status_code,
        client.get("/healthz").status_code,
        client.get("/tables/answers?question=all").status_code,
        len(client.get("/_dash-dependencies").get_json()),
        client.post("/_dash-update-component", json=body).status_code,
        early.extend([] if early else {name.split(".")[0] for name in sys.modules}) or 0,
        *(client.get(f"/export/{file}?{query}").status_code for file in FILES for query in VIEWS),
    ])
print(json.dumps({
    "modules": sorted({name.split(".")[0] for name in sys.modules}),
    "answers": answers,
    "early": early,
    "apart": one is not two and one.server is not two.server,
}))
"""


def test_two_apps_answer_alone_and_nothing_heavy_is_loaded() -> None:
    data = world.illustrative().settings.data_dir
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(data)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Counting" not in done.stderr, "it was built again though it is fresh"
    said = json.loads(done.stdout.splitlines()[-1])
    # The second app has its callback too, after a page, a chart and a table were drawn; and
    # every file can be made of what is loaded.
    first, second = said["answers"]
    assert first == second and first[:6] == [200, 200, 200, 1, 200, 0]
    assert len(first) == 6 + 2 * len(FILES) and set(first[6:]) == {200}
    # Whatever files alone are made with waits until somebody asks for one.
    assert not FILES_ALONE & set(said["early"])
    assert said["apart"]
    loaded = HEAVY & set(said["modules"])
    assert not loaded, f"the web process loads {sorted(loaded)}"
