"""The order of the house: what lies at the top, and who may import whom."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# A room may import the rooms after it.
ROOMS = ["portal", "documents", "programmes", "bodies", "organisation"]
# Inside a room a layer may import itself and the layers before it. The rules come first: they take
# plain values and know no model, so that a model can ask them before it is saved.
LAYERS = [
    {"rules", "rotation", "composition", "compare"},
    {"models"},
    {"actions"},
    {"forms"},
    {"views", "admin"},
]
TOP = {
    *ROOMS,
    *("templates", "static", "fixtures", "tests", "docs", "deploy"),
    *("manage.py", "pyproject.toml", "Makefile", "requirements.lock"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"),
}
HIDDEN_TOP = {
    *(".ci", ".gitignore", ".gitattributes", ".editorconfig"),
    *(".git", ".venv", ".data", ".hypothesis", ".pytest_cache", ".ruff_cache"),
}


def modules_of(room):
    return sorted((ROOT / room).rglob("*.py"))


ALL_MODULES = [path for room in ROOMS for path in modules_of(room)]


def dotted(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports_of(path):
    """Return every module the file imports, wherever in it, as dotted names."""
    package = dotted(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            # `from bodies import views` names a module, `from bodies.views import Page` does not.
            found |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return frozenset(found)


def layer_of(module):
    """Return the layer that a dotted module of a room belongs to, or None."""
    part = module.split(".")[1] if "." in module else ""
    return next((rank for rank, names in enumerate(LAYERS) if part in names), None)


def path_of(module):
    base = ROOT.joinpath(*module.split("."))
    return next((p for p in (base.with_suffix(".py"), base / "__init__.py") if p.is_file()), None)


def reached(path, room):
    """Return the modules of the room the file imports, also through modules without a layer."""
    seen, waiting = set(), [path]
    while waiting:
        for module in imports_of(waiting.pop()):
            target = path_of(module)
            if module.split(".")[0] != room or target is None or module in seen:
                continue
            seen.add(module)
            if layer_of(module) is None:
                waiting.append(target)
    return seen


@pytest.mark.parametrize("path", ALL_MODULES, ids=dotted)
def test_room_imports_only_rooms_after_it(path):
    room = path.relative_to(ROOT).parts[0]
    allowed = ROOMS[ROOMS.index(room) :]
    rooms = {module.split(".")[0] for module in imports_of(path)} & set(ROOMS)
    assert sorted(rooms - set(allowed)) == []


@pytest.mark.parametrize("path", ALL_MODULES, ids=dotted)
def test_site_does_not_import_tests(path):
    assert [module for module in imports_of(path) if module.split(".")[0] == "tests"] == []


@pytest.mark.parametrize(
    "path", [path for path in ALL_MODULES if layer_of(dotted(path)) is not None], ids=dotted
)
def test_layer_imports_only_layers_before_it(path):
    room = path.relative_to(ROOT).parts[0]
    rank = layer_of(dotted(path))
    above = {m for m in reached(path, room) if (layer_of(m) or 0) > rank}
    assert sorted(above) == []


def test_every_room_exists():
    assert [room for room in ROOMS if not (ROOT / room / "apps.py").is_file()] == []


def test_top_holds_nothing_but_what_belongs_there():
    found = {entry.name for entry in ROOT.iterdir() if entry.name != "__pycache__"}
    assert sorted(found - TOP - HIDDEN_TOP) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f():\n    import bodies.views", {"bodies.views"}),
        ("from . import views", {"bodies", "bodies.views"}),
        ("from .views import Page", {"bodies.views", "bodies.views.Page"}),
        ("from importlib import import_module\nimport_module('portal.x')", {"portal.x"}),
    ],
)
def test_import_reader_finds_every_way_to_import(source, expected, tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    path = tmp_path / "bodies" / "models.py"
    path.parent.mkdir()
    path.write_text(source)
    assert expected <= imports_of(path)
