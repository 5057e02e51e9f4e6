"""The one arrow: who may import whom, read from the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [path for part in ("geodata", "dashboard") for path in sorted((ROOT / part).rglob("*.py"))]
BUILD_ONLY = {"pandas", "geopandas", "shapely", "numpy", "jenkspy", "sqlalchemy", "alembic"}


def imports_of(path: Path) -> Iterator[str]:
    """Full names of the modules a file imports, anywhere in it."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package.split(".")[: 1 - node.level or None], base]).strip(".")
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def packages_of(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports_of(path)}


def under(folder: str) -> list[Path]:
    return [path for path in FILES if path.is_relative_to(ROOT / folder)]


def no_arrow(path: Path, *forbidden: str) -> None:
    back = {n for n in imports_of(path) for f in forbidden if n == f or n.startswith(f + ".")}
    assert not back, f"{path.relative_to(ROOT)} imports {sorted(back)}"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", under("geodata"), ids=name)
def test_the_subject_knows_no_screen(path: Path) -> None:
    no_arrow(path, "dash", "plotly", "flask", "dashboard", "werkzeug", "jinja2")


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nobody_imports_the_app_or_the_tests(path: Path) -> None:
    no_arrow(path, "app", "tests")


@pytest.mark.parametrize("path", under("dashboard/viewmodels"), ids=name)
def test_view_models_know_no_dash_and_no_frames_of_data(path: Path) -> None:
    no_arrow(path, "dash", "plotly", "flask", "dashboard.components", "dashboard.callbacks")
    no_arrow(path, *BUILD_ONLY)


@pytest.mark.parametrize("path", under("dashboard/figures"), ids=name)
def test_figures_know_no_dash(path: Path) -> None:
    no_arrow(path, "dash", "flask", "dashboard.components", "dashboard.callbacks", "geodata")
    no_arrow(path, "dashboard.viewmodels", "dashboard.state")


@pytest.mark.parametrize("path", under("dashboard/components"), ids=name)
def test_components_know_no_data_and_no_plotly(path: Path) -> None:
    no_arrow(path, "pandas", "plotly", "numpy", "geopandas", "flask", "dashboard.callbacks")
    no_arrow(path, "geodata.publication", "geodata.store", "dashboard.services")


@pytest.mark.parametrize("path", under("dashboard/callbacks"), ids=name)
def test_callbacks_only_wire(path: Path) -> None:
    no_arrow(path, "pandas", "plotly", "numpy", "flask", "sqlalchemy", "geodata.store")
    tree = ast.parse(path.read_text("utf-8"))
    # Never the global @callback: with two apps in a process the second loses it silently.
    assert "dash.callback" not in set(imports_of(path))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(d, ast.Call) and getattr(d.func, "attr", "") == "callback"
            for d in node.decorator_list
        ):
            assert len(node.body) <= 10, f"{path.name}: {node.name} does more than wire"
            branching = (ast.For, ast.While, ast.Try, ast.ListComp, ast.DictComp)
            assert not [n for n in ast.walk(node) if isinstance(n, branching)]


@pytest.mark.parametrize("path", under("dashboard"), ids=name)
def test_the_screen_does_not_import_what_builds(path: Path) -> None:
    no_arrow(path, *BUILD_ONLY, "geodata.store", "geodata.build", "geodata.cube")
    no_arrow(path, "geodata.boundaries", "geodata.scene", "geodata.labels", "geodata.disclosure")


@pytest.mark.parametrize("path", [ROOT / "app.py", *FILES], ids=name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), name(path)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_modules_are_named_by_their_subject(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "constants", "misc", "tools"}
    assert packages_of(path).isdisjoint({"geoplot", "sklearn", "scipy"})
