"""The package as a whole: what it exports, what it depends on, what its documents promise."""

from __future__ import annotations

import ast
import doctest
import importlib
import json
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import retold

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "retold"
LONGEST_MODULE = 450
# Loaded only when a call needs them: importing retold must stay quick.
HEAVY = {"numpy", "numba", "pyarrow", "trafilatura", "lxml", "rich", "httpx", "rapidfuzz", "ftfy", "msgpack"}
HEAVY |= {"multiprocessing"}
MODULES = ["retold", *(m.name for m in pkgutil.walk_packages(retold.__path__, "retold."))]
EXPORTING = [name for name in MODULES if not name.rpartition(".")[2].startswith("_")]


def document(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def own_public_names(module: str) -> set[str]:
    """The public functions and classes that a module's source defines."""
    path = Path(importlib.import_module(module).__file__ or "")
    defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, defined) and not node.name.startswith("_")}


@pytest.mark.parametrize("name", EXPORTING)
def test_all_is_what_a_module_offers(name: str) -> None:
    module = importlib.import_module(name)
    exported = module.__all__
    assert len(exported) == len(set(exported))
    assert [n for n in exported if not hasattr(module, n)] == []
    assert [n for n in exported if n.startswith("_") and n != "__version__"] == []
    assert own_public_names(name) - set(exported) == set()


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_is_too_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


def test_importing_retold_loads_nothing_heavy() -> None:
    script = "import json, sys, retold; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(json.loads(done.stdout)) & HEAVY == set()


def library_sections() -> dict[str, str]:
    """What docs/library.md says about each name, by name."""
    parts = re.split(r"^### `(\w+)`$", document("docs/library.md"), flags=re.M)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_public_name_is_documented_with_an_example() -> None:
    sections = library_sections()
    assert sorted(sections) == sorted(retold.__all__)
    for name, text in sections.items():
        examples = re.findall(r"```pycon\n(.*?)```", text, re.S)
        assert examples, f"docs/library.md has no example for {name}"


def test_the_examples_of_the_library_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = "\n".join(re.findall(r"```pycon\n(.*?)```", document("docs/library.md"), re.S))
    test = doctest.DocTestParser().get_doctest(blocks, {}, "library.md", "docs/library.md", 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=report.append)
    assert not report, "".join(report)
    assert len(test.examples) > len(retold.__all__)


def test_the_python_example_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", document("README.md"), re.S)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert "reworded" in capsys.readouterr().out


def requirements() -> dict[str, str]:
    """Every requirement in pyproject.toml, by name as it is written there, with the group that asks for it."""
    project = tomllib.loads(document("pyproject.toml"))["project"]
    groups = {"runtime": project["dependencies"], **project["optional-dependencies"]}
    names = {name: group for group, lines in groups.items() for name in (re.match(r"[\w.-]+", s)[0] for s in lines)}
    assert len(names) == sum(map(len, groups.values()))
    return names


def test_every_dependency_has_an_entry_and_every_entry_a_dependency() -> None:
    sections = re.split(r"^## ", document("docs/dependencies.md"), flags=re.M)
    entries: dict[str, str] = {}
    for section in sections:
        title = section.partition("\n")[0].partition(" ")[0].lower()
        entries |= dict.fromkeys(re.findall(r"^### ([\w.-]+)$", section, re.M), title)
    assert {name: group for name, group in entries.items() if group != "ci"} == requirements()


def test_the_pinned_versions_cover_every_requirement() -> None:
    pins = document("requirements-ci.txt").splitlines()
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    pinned = {_plain(pin.partition("==")[0]) for pin in pins}
    assert {_plain(name) for name, group in requirements().items() if group in {"runtime", "dev"}} <= pinned


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_commands_of_the_readme_exist() -> None:
    readme = document("README.md")
    targets = set(re.findall(r"^([a-z]+):", document("Makefile"), re.M))
    named = set(re.findall(r"\bmake ([a-z]+)$", readme, re.M)) | set(re.findall(r"`make ([a-z]+)`", readme))
    assert {"demo", "test"} <= named <= targets
    files = re.findall(r"\bexamples/[\w/.-]+", readme)
    assert files
    assert all((ROOT / name).exists() for name in files)


@pytest.mark.parametrize(
    "page", ["README.md", "CHANGELOG.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_links_between_the_documents_lead_somewhere(page: str) -> None:
    text = re.sub(r"```.*?```", "", document(page), flags=re.S)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page}: {target}"
