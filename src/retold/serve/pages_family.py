"""A family as its page shows it: the versions in order, a timeline, and a tree of who is made from whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from retold.report.families_dates import published_day
from retold.serve.pages_words import moment

__all__ = ["MOST_VERSIONS", "family_versions", "learn_direction", "timeline", "tree"]

# More than so many versions make no page that can be read; the list of links as JSON has all of them.
MOST_VERSIONS = 200
_DEEPEST = 8
_LONGEST_LABEL = 26
_ROW, _TOP, _BOTTOM = 34, 10, 26


def family_versions(family: Mapping[str, Any], copies: Collection[str] = ()) -> list[dict[str, Any]]:
    """The members, a likely origin first, then in the order of their dates, each with what says where it comes from.

    `tie` is "origin"; "from" where it is made from number `other`; "to" where that one is made from it; "with" where
    it is not known which is made from which; "same" for `copies`, which are places where the text of number `other`
    was seen again; "none" where no link is shown.
    """
    origin = family["origin"]

    def order(member: Mapping[str, Any]) -> tuple[bool, bool, datetime, str]:
        span = _span(member["published"])
        return member["id"] != origin, span is None, span[0] if span else datetime.max.replace(tzinfo=UTC), member["id"]

    members = sorted(family["members"], key=order)[:MOST_VERSIONS]
    numbers = {member["id"]: number for number, member in enumerate(members, 1)}
    links: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for link in family["links"]:
        if link["source"] in numbers and link["derived"] in numbers:
            links[link["source"]].append(link)
            links[link["derived"]].append(link)
    versions = []
    for number, member in enumerate(members, 1):
        own = member["id"]

        def rank(link: Mapping[str, Any], own: str = own) -> tuple[Any, ...]:
            """A known source, then the origin, then what is no copy and earlier, then what most is shared with."""
            side, other = ("derived", link["source"]) if link["derived"] == own else ("source", link["derived"])
            from_it = link["directed"] and side == "derived"
            told = (other not in copies, not link["directed"], numbers[other] < numbers[own])
            return from_it, other == origin, *told, link[f"{side}_share"], link["probability"]

        told = max(links[own], key=rank, default=None)
        version: dict[str, Any] = {
            "number": number, "article": dict(member), "tie": "none", "other": None, "kind": None, "probability": None
        }  # fmt: skip
        if own == origin:
            version["tie"] = "origin"
        elif told is not None:
            version["tie"] = "with" if not told["directed"] else "from" if told["derived"] == own else "to"
            version["other"] = numbers[told["source"] if told["derived"] == own else told["derived"]]
            version |= {"kind": told["kind"], "probability": told["probability"]}
            if own in copies and version["kind"] == "copy":
                version["tie"] = "same"
        versions.append(version)
    return versions


def learn_direction(versions: Sequence[dict[str, Any]]) -> None:
    """Where the quick look did not tell which of two came first, take it from the comparison, if that does."""
    by_number = {version["number"]: version for version in versions}
    for version in versions:
        if version["tie"] != "with" or not version["compared"]:
            continue
        source, other = version["compared"].get("direction"), by_number[version["other"]]
        if source == "a":
            version["tie"] = "from"
            if other["tie"] == "with" and other["other"] == version["number"]:
                other["tie"] = "to"
        elif source == "b":
            version["tie"] = "to"
            if other["tie"] in ("with", "none") and not (other["compared"] or {}).get("direction"):
                other |= {name: version[name] for name in ("kind", "probability", "compared")}
                other |= {"tie": "from", "other": version["number"]}


def tree(versions: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[Mapping[str, Any]]]:
    """Who is made from whom, as nodes with "version" and "below"; and the versions of which that is not known."""
    below: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for version in versions:
        if version["tie"] in ("from", "same"):
            below[version["other"]].append(version)
    starts = [
        version
        for version in versions
        if version["tie"] == "origin" or (version["tie"] not in ("from", "same") and below[version["number"]])
    ]
    placed = {version["number"] for version in starts}
    nodes: list[dict[str, Any]] = []
    for start in starts:
        nodes.append({"version": start, "below": []})
        waiting = [(start, nodes[-1], 1)]
        for version, node, depth in waiting:
            for child in below[version["number"]]:
                if child["number"] in placed:
                    continue
                placed.add(child["number"])
                inner: dict[str, Any] = {"version": child, "below": []}
                node["below"].append(inner)
                # Further down than can be indented, versions stand beside each other; each names its source.
                waiting.append((child, inner if depth < _DEEPEST else node, depth + 1))
    return nodes, [version for version in versions if version["number"] not in placed]


def timeline(versions: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Where each dated version stands, in percent of the width and in pixels; None where fewer than two have dates."""
    dated = [(version, span) for version in versions if (span := _span(version["article"]["published"]))]
    if len(dated) < 2:
        return None
    first = min(start for _, (start, _) in dated)
    last = max(end for _, (_, end) in dated)
    length = max((last - first).total_seconds(), 60.0)

    def at(time: datetime) -> float:
        return round(2 + 96 * (time - first).total_seconds() / length, 2)

    rows = []
    places: dict[int, tuple[float, int]] = {}
    for row, (version, (start, end)) in enumerate(dated):
        x, y = at(start + (end - start) / 2), _TOP + row * _ROW + 12
        places[version["number"]] = (x, y)
        label = version["article"]["publisher"] or version["article"]["title"] or version["article"]["id"]
        cut = label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"
        bar = (at(start), round(at(end) - at(start), 2)) if end > start else None
        rows.append({"version": version, "x": x, "y": y, "label": cut, "left": x > 50, "span": bar})
    ties = []
    for version, _ in dated:
        source = places.get(version["other"] or 0)
        if source and version["tie"] in ("from", "with", "same"):
            own = places[version["number"]]
            ties.append({"from": source, "to": own, "open": version["tie"] != "from"})
    height = _TOP + len(rows) * _ROW + _BOTTOM
    ends = [(0, "start", first), (100, "end", last - timedelta(seconds=1) if last > first else last)]
    ticks = [{"x": x, "anchor": anchor, "words": _tick(time, length)} for x, anchor, time in ends]
    return {
        "rows": rows, "ties": ties, "height": height, "ticks": ticks,
        "undated": len(versions) - len(dated), "spans": any(row["span"] for row in rows),
    }  # fmt: skip


def _span(published: str) -> tuple[datetime, datetime] | None:
    """From when to when it may have been published: a moment, or the whole day where no hour is known; in UTC."""
    day = published_day(published)
    if day is None:
        return None
    said = moment(published)
    assert said is not None
    time = datetime.fromisoformat(said["machine"])
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time
    try:
        time = time.astimezone(UTC)
        return (time, time) if "T" in said["machine"] else (time, time + timedelta(days=1))
    except OverflowError:
        return None


def _tick(time: datetime, length: float) -> str:
    said = moment(time.isoformat() if length < 3 * 86400 else time.date().isoformat())
    return said["words"] if said else ""
