"""Records of a collection that could not be read: a list in a file, and a few of them said."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["list_skipped", "say_skipped"]

_REASONS_SHOWN = 5


def list_skipped(bad: Sequence[tuple[str, int, str]], path: Path | None) -> None:
    """Write the list, where there is something to list, or a list of an earlier run that would be wrong now."""
    from retold.cli.output import open_output

    if path is not None and (bad or path.is_file()):
        with open_output(path) as file:
            for name, record, reason in bad:
                file.write(json.dumps({"path": name, "record": record, "reason": reason}, ensure_ascii=False) + "\n")


def say_skipped(bad: Sequence[tuple[str, int, str]], path: Path | None) -> None:
    """Say on standard error what was skipped, and where it is listed."""
    if not bad:
        return
    for name, record, reason in bad[:_REASONS_SHOWN]:
        print(f"Skipped: {name}, record {record}: {reason}", file=sys.stderr)
    listed = f"; all are listed in {path}" if path is not None else ""
    noun = "record was" if len(bad) == 1 else "records were"
    print(f"{len(bad):,} {noun} skipped{listed}.", file=sys.stderr)
