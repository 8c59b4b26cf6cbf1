"""The accuracy gate: every benchmark that has floors must reach them.

    python benchmarks/gate.py

Runs the commands in benchmarks/floors.json on the data folder (RETOLD_DATA, by default ../shared/data beside
the repository) and compares the figures they print as JSON. A floor may be raised when a figure has risen for
good; it is never lowered to let a change pass ("at_most" holds the ceilings of figures that should be small).
Without the data folder it says so and ends with 0; a figure that is missing, or misses its floor, ends with 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from corpora import data_folder

HERE = Path(__file__).parent


def figure(report: Any, path: str) -> float | None:
    """The number at a path of keys joined by " / ", None where there is none."""
    for key in path.split(" / "):
        report = report.get(key) if isinstance(report, dict) else None
    return float(report) if isinstance(report, int | float) else None


def main() -> int:
    if not data_folder().is_dir():
        print("gate: the data folder (RETOLD_DATA) is not there; nothing was measured.")
        return 0
    missed = 0
    for entry in json.loads((HERE / "floors.json").read_text("utf-8")):
        started = time.perf_counter()
        command = [sys.executable, str(HERE / entry["command"][0]), *entry["command"][1:], "--json"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        print(f"{' '.join(entry['command'])} ({time.perf_counter() - started:.0f} s)")
        try:
            report = json.loads(run.stdout)
        except ValueError:
            print(f"  failed: {(run.stderr or run.stdout).strip()[-500:]}")
            missed += 1
            continue
        for bound, sign in (("at_least", 1), ("at_most", -1)):
            for path, limit in entry.get(bound, {}).items():
                value = figure(report, path)
                reached = value is not None and sign * value >= sign * limit
                missed += not reached
                print(f"  {'ok    ' if reached else 'MISSED'} {path}: {value} ({bound.replace('_', ' ')} {limit})")
    print("gate: all floors reached" if not missed else f"gate: {missed} figures missed their floor")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
