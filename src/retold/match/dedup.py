"""A collection without its retellings: which version of each report is kept, and why the others go."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa  # type: ignore[import-untyped]

from retold.match.origin import clock
from retold.model import Family, FamilyLink, Member

__all__ = ["Keep", "Removed", "choose", "places", "write_clean"]

Keep = Literal["earliest", "longest", "credited"]
# Share of an article that must be linked for it to go: what only takes a part from elsewhere has more to say.
_CONTAINED = 0.8


@dataclass(frozen=True, slots=True)
class Removed:
    """An article that goes: its id, the id of the version that stays, their family, and the link that shows it.

    The link leads to the version that stays, or to another that goes for the same reason.
    """

    id: str
    kept: str
    family: str
    link: FamilyLink


def choose(families: Iterable[Family], keep: Keep = "earliest") -> dict[str, Removed]:
    """The articles that are retellings of one that stays, by id.

    Of each family stays the earliest version by its date (else the one read first), the longest, or the credited:
    the likely origin, else the earliest. A member goes only if it is linked as a whole, or nearly all of it is.
    What stays for one family stays: in another of its families it is the version that is kept.
    """
    gone: dict[str, Removed] = {}
    staying: set[str] = set()
    for family in families:
        members = [member for member in family.members if member.id not in gone]
        if len(members) < 2:
            continue
        kept = _kept(family, [member for member in members if member.id in staying] or members, keep)
        near: dict[str, list[tuple[str, FamilyLink]]] = defaultdict(list)
        for link in family.links:
            if link.kind != "excerpt" or link.derived_share >= _CONTAINED:
                near[link.source].append((link.derived, link))
            if link.kind != "excerpt" or link.source_share >= _CONTAINED:
                near[link.derived].append((link.source, link))
        reached, waiting = {kept: kept}, deque([kept])
        while waiting:
            at = waiting.popleft()
            for other, link in near[at]:
                if other in reached:
                    continue
                waiting.append(other)
                if other in staying:
                    reached[other] = other
                    continue
                reached[other] = reached[at]
                if other not in gone:
                    gone[other] = Removed(other, reached[at], family.id, link)
        staying.update(gone[name].kept for name in reached if name in gone)
    return gone


def places(path: Path) -> list[Path]:
    """The files that `write_clean` writes: the clean collection, and the list of what was removed."""
    return [path, path.with_name(f"{path.name}.removed.jsonl")]


def _kept(family: Family, members: list[Member], keep: Keep) -> str:
    if keep == "longest":
        return max(members, key=lambda member: member.words).id
    if keep == "credited" and any(member.id == family.origin for member in members):
        return str(family.origin)
    dated = [(time, k) for k, member in enumerate(members) if (time := clock(member.published)[0]) is not None]
    return members[min(dated)[1]].id if dated else members[0].id


def write_clean(
    path: Path, families: Iterable[Family], batches: Iterable[tuple[int, pa.RecordBatch]], keep: Keep = "earliest"
) -> None:
    """Write the articles that stay to `path`, one JSON object a line, and the others' ids to PATH.removed.jsonl."""
    from retold.cli.output import open_output

    clean, list_of_removed = places(path)
    gone = choose(families, keep)
    with open_output(clean) as file:
        for _, batch in batches:
            for row in batch.to_pylist():
                if row["id"] not in gone:
                    fields = {name: value for name, value in row.items() if value}
                    file.write(json.dumps(fields, ensure_ascii=False) + "\n")
    with open_output(list_of_removed) as file:
        for removed in gone.values():
            link = removed.link
            record = {
                "id": removed.id,
                "kept": removed.kept,
                "family": removed.family,
                "kind": link.kind,
                "probability": link.probability,
                "linked_to": link.source if link.derived == removed.id else link.derived,
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
