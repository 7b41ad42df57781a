"""The architecture, tested: what STYLE.md says in words, said in code."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from watchkeep import wiring
from watchkeep.doors.console.features import entries
from watchkeep.kernel import facts
from watchkeep.kernel.wires import Silent

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "watchkeep"
STOREYS = ("kernel", "estate", "work", "duty", "insight")
ROOMS = {
    "__init__", "apps", "models", "events", "permissions", "rules", "queries", "life", "reactions", "jobs",
    "migrations", "tests",
}  # fmt: skip
FORBIDDEN_ROOMS = {"utils", "helpers", "services", "managers", "signals", "common"}
SOURCES = sorted(
    path for path in PACKAGE.rglob("*.py") if not {"migrations", "tests"} & set(path.relative_to(PACKAGE).parts)
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def slices() -> list[Path]:
    storeys = [PACKAGE / storey for storey in STOREYS if storey != "kernel"]
    return [path for storey in storeys for path in storey.iterdir() if (path / "apps.py").exists()]


@pytest.mark.parametrize("path", slices(), ids=name)
def test_a_slice_has_only_the_rooms_of_the_house(path: Path):
    rooms = {entry.stem for entry in path.iterdir() if entry.suffix in {"", ".py"} and entry.name != "__pycache__"}
    assert rooms <= ROOMS


def test_no_module_hides_behind_a_name_that_says_nothing():
    slices_named_so = {PACKAGE / "estate" / "services"}  # business services are a word of the field
    found = [
        name(path)
        for path in PACKAGE.rglob("*")
        if path.stem in FORBIDDEN_ROOMS and path.suffix in {"", ".py"} and path not in slices_named_so
        and "templates" not in path.parts and not {"console", "resources"} & set(path.parts)
    ]  # fmt: skip
    assert found == []


def test_files_and_functions_keep_the_measure():
    long_files = [f"{name(path)}: {lines}" for path in SOURCES if (lines := path.read_text().count("\n")) > 400]
    long_functions = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert (long_files, long_functions) == ([], [])


def test_nothing_is_imported_inside_a_function():
    late = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert late == []


def test_only_the_lifecycle_writes_a_state():
    stray = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        if path != PACKAGE / "kernel" / "lifecycle.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and target.attr == "state" and ast.unparse(target.value) != "self"
    ]
    assert stray == []


def test_djangos_signals_are_not_used():
    users = [name(path) for path in SOURCES if re.search(r"django\.(dispatch|db\.models\.signals)", path.read_text())]
    assert users == []


def classes_of(path):
    return {node.name for node in tree(path).body if isinstance(node, ast.ClassDef)}


def test_foreign_keys_name_the_class():
    """Of two rows that point at each other, the first may name the second, which stands below it, by a string."""
    by_string = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"ForeignKey", "OneToOneField", "ManyToManyField"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value not in {"self", *classes_of(path)}
    ]
    assert by_string == []


def test_every_fact_is_wired_or_silent():
    heard = {wire.fact for wire in wiring.WHEN if not isinstance(wire, Silent)}
    silent = {fact for wire in wiring.WHEN if isinstance(wire, Silent) for fact in wire.facts}
    every = {fact for fact in facts.kinds().values() if fact.__module__.startswith("watchkeep.")}
    every = {fact for fact in every if ".tests." not in fact.__module__}
    assert {fact.kind for fact in every - heard - silent} == set(), "neither wired nor silent"
    assert {fact.kind for fact in heard & silent} == set(), "both wired and silent"


def test_only_the_kernel_knows_locks_and_queues():
    users = [
        name(path)
        for path in SOURCES
        if (PACKAGE / "kernel") not in path.parents
        and re.search(r"^(from|import) procrastinate|pg_advisory|pg_notify", path.read_text(), re.MULTILINE)
    ]
    assert users == []


def test_only_doors_know_http():
    inside = [path for path in SOURCES if path.relative_to(PACKAGE).parts[0] in STOREYS]
    users = [
        name(path) for path in inside if re.search(r"django\.(http|shortcuts|urls|views|forms)\b", path.read_text())
    ]
    assert users == []


def test_the_storeys_on_paper_are_the_storeys_in_the_contract():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    written = re.findall(r"^\| `(\w+)` \|", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE)
    assert [f"watchkeep.{storey}" for storey in written] == contract["layers"]


def test_what_the_practices_page_names_exists():
    page = (ROOT / "docs" / "practices.md").read_text()
    named = re.findall(r"`((?:watchkeep|tests|docs)/[\w/.]+)`", page)
    assert len(named) > 30
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_private_rooms_of_a_slice_are_entered_by_nobody_else():
    rooms = r"(?:rules|jobs|reactions)\b"
    private = re.compile(rf"from (watchkeep\.(?:estate|work|duty|insight)\.\w+)(?:\.{rooms}| import (?:.*\b)?{rooms})")
    entered = [
        f"{name(path)}: {found}"
        for path in SOURCES
        if "wiring" not in path.parts
        for found in private.findall(path.read_text())
        if found != ".".join(("watchkeep", *path.relative_to(PACKAGE).parts[:2]))
    ]
    assert entered == []


def test_no_two_places_of_the_rail_have_the_same_name_or_the_same_keys():
    places = entries("RAIL")
    for said in ([str(place.label) for place in places], [place.keys for place in places if place.keys]):
        assert sorted(said) == sorted(set(said))


def test_translated_sentences_hold_plain_names_only():
    """A translated block shows nothing where a dotted name or a filter stands in it."""
    blocks = re.compile(r"{% blocktranslate.*?%}(.*?){% endblocktranslate %}", re.DOTALL)
    lost = [
        f"{name(path)}: {value}"
        for kind in ("*.html", "*.txt", "*.xml")
        for path in PACKAGE.rglob(kind)
        for block in blocks.findall(path.read_text())
        for value in re.findall(r"{{\s*(\S+[.|][^}]*?)\s*}}", block)
    ]
    assert lost == []
