"""What the tests of faults share: invented articles, a ready archive, and children that are processes of their own."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["ROOT", "articles", "child", "content", "damage", "files_of", "fill", "kills_command", "traces"]

ROOT = Path(__file__).resolve().parents[2]
kills_command = ROOT / "benchmarks" / "service" / "kills.py"
_spec = importlib.util.spec_from_file_location("kills", kills_command)
_kills = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_kills)
articles, content, damage, files_of, traces = (
    _kills.articles, _kills.content, _kills.damage, _kills.files_of, _kills.traces,
)  # fmt: skip


def fill(path, source):
    """A copy at `path` of the closed archive `source`."""
    shutil.copy(source, path)
    return path


def child(code, *given, **more):
    """A Python process that runs `code`; `sys.argv[1:]` is what was given."""
    paths = [str(ROOT / "src"), str(ROOT / "tests"), *sys.path]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, given)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.PIPE, text=True, env=environment, **more,
    )  # fmt: skip
