"""Fictional articles and pairs on disk, and two ways to run `retold`: in this process, and as a real one."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from retold.cli import main

WIRE = """Storm closes harbour of Port Ellery

A storm closed the harbour of Port Ellery on Monday, the harbour office said.

Waves of up to nine metres broke over the northern pier and sank four fishing boats.

"We heard a severe bang and then nothing at all," said harbour master Mira Tolland.

Nobody was hurt. The harbour is to open again on Thursday.
"""
PAPER = """Harbour of Port Ellery shut by storm

A storm closed the harbour of Port Ellery on Monday, the harbour office said.

Waves of up to nine metres broke over the northern pier and sank five fishing boats.

"We heard a serious bang and then nothing at all," said harbour master Mira Tolland.

Nobody was hurt. The harbour is to open again on Thursday.
"""
BAKERY = """Bakery wins prize for saltiest pretzel

The jury in Upper Wending praised crust and crumb. Baker Odo Finkel wept with joy.
"""


@pytest.fixture
def articles(tmp_path):
    """A folder with wire.txt, paper.txt (an edited wire) and bakery.txt (something else)."""
    for name, text in (("wire", WIRE), ("paper", PAPER), ("bakery", BAKERY)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def pairs_file(articles):
    """A function that writes the given lines (objects or raw text) to pairs.jsonl beside the articles."""

    def write(*lines):
        path = articles / "pairs.jsonl"
        raw = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(raw) + "\n", encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def run():
    """`retold` in this process; returns click's result with exit_code, stdout and stderr."""
    return lambda *arguments, **more: CliRunner().invoke(main, [str(a) for a in arguments], **more)


@pytest.fixture
def command():
    """The command line of a real `retold` process."""
    return [sys.executable, "-c", "from retold.cli import main; main()"]


@pytest.fixture
def run_real(command):
    """A real `retold` process; returns its CompletedProcess."""

    def run_it(*arguments, **more):
        return subprocess.run(
            [*command, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=50,
            **more,
        )

    return run_it
