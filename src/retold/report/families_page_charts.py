"""Bars with their figures in words: how families are retold, how large they are, and when they were first seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import get_args

from retold.model import RelationKind
from retold.report.families_publishers import kinds_in_order
from retold.report.families_summary import Summary
from retold.report.families_time import Timeline, Unit
from retold.report.markup import escaped
from retold.report.verdict import KIND_NAMES, percent

__all__ = ["counted", "day_words", "kind_bars", "kinds_strip", "kinds_words", "size_bars", "time_bars"]

_MEANINGS = {
    "copy": "the same but for trifles",
    "edited": "one text, changed in places",
    "reworded": "the same report in different words",
    "translated": "the same report in two languages",
    "excerpt": "part of one text stands in the other",
    "same-event": "the same event, perhaps independently",
    "unrelated": "nothing to do with each other",
}
_SHORT = {"copy": "copied", "excerpt": "excerpted", "same-event": "same event"}
_OF_A_UNIT: dict[Unit, str] = {"day": "on", "week": "in the week from", "month": "in", "year": "in"}


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 family", "2,000 families", "no families"."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {many}" if number else f"no {many}"


def day_words(day: date) -> str:
    """A day in words: "7 October 2031"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def kind_bars(summary: Summary) -> str:
    """A table of kinds with a bar, the number of pairs and the share of each."""
    most = max(summary.kinds.values(), default=1)
    rows = []
    for kind in get_args(RelationKind):
        count = summary.kinds.get(kind, 0)
        if not count and kind in ("same-event", "unrelated"):
            continue
        head = f"{KIND_NAMES[kind]} <small>{_MEANINGS[kind]}</small>"
        share = percent(count / summary.links) if summary.links else "0%"
        rows.append(_bar_row(head, f"k-{kind}", count / most, f"{count:,}", share))
    return _bar_table("How the articles of a pair are retold", ("Kind", "Pairs", "Share"), rows)


def size_bars(summary: Summary) -> str:
    """A table of sizes of families with a bar and the number of each."""
    most = max((count for _, _, count in summary.sizes), default=1)
    rows = []
    for low, high, count in summary.sizes:
        size = f"{low}" if low == high else f"{low} to {high}" if high else f"{low} or more"
        share = percent(count / summary.families)
        rows.append(_bar_row(size.replace(" ", "\N{NO-BREAK SPACE}"), "k-size", count / most, f"{count:,}", share))
    return _bar_table("How large the families are", ("Articles", "Families", "Share"), rows)


def kinds_words(kinds: Mapping[RelationKind, int]) -> str:
    """Counts by kind, the most frequent first: "18 copied, 6 reworded"."""
    ordered = sorted(kinds_in_order(kinds).items(), key=lambda item: -item[1])
    return ", ".join(f"{count:,}\N{NO-BREAK SPACE}{_SHORT.get(kind, kind)}" for kind, count in ordered)


def kinds_strip(kinds: Mapping[RelationKind, int]) -> str:
    """One small bar cut into kinds; the words beside it say the same."""
    total, at, parts = sum(kinds.values()), 0.0, []
    for kind, count in kinds_in_order(kinds).items():
        width = 100 * count / total
        parts.append(f'<rect class="k-{kind}" x="{at:.1f}" width="{width:.1f}" height="1"/>')
        at += width
    view = 'viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"'
    return f'<svg class="strip" {view}>{"".join(parts)}</svg>'


def time_bars(time: Timeline) -> str:
    """The bars with the dates below and a table to unfold; only words where no family has a date."""
    words = _outside(time)
    if not time.bars:
        return f'<p class="said">{words}</p>'
    most_at, most = max(time.bars, key=lambda bar: bar[1])
    most_words = f"{counted(most, 'family', 'families')} {_OF_A_UNIT[time.unit]} {_tick(time.unit, most_at)}."
    if len(time.bars) == 1:
        return f'<p class="said">{most_words[:1].upper()}{most_words[1:]}{words}</p>'
    bars = []
    for place, (_, count) in enumerate(time.bars):
        height = 100 * count / most
        bars.append(f'<rect x="{place * 10 + 1}" y="{100 - height:.1f}" width="8" height="{height:.1f}"/>')
    ticks = sorted({0, len(time.bars) // 2, len(time.bars) - 1}) if len(time.bars) > 2 else range(len(time.bars))
    labels = "".join(f"<span>{_tick(time.unit, time.bars[i][0])}</span>" for i in ticks)
    rows = "".join(
        f'<tr><th scope="row">{_tick(time.unit, start)}</th><td class="n">{count:,}</td></tr>'
        for start, count in time.bars
    )
    return (
        f'<p class="said">Each family counts where its earliest article lies, by {time.unit}.'
        f" Most: {most_words}{words}</p>"
        f'<figure class="time"><svg viewBox="0 0 {len(time.bars) * 10} 100" preserveAspectRatio="none" role="img"'
        f' aria-label="Families by {time.unit}; the table below has the figures">{"".join(bars)}</svg>'
        f'<div class="ticks" aria-hidden="true">{labels}</div></figure>'
        f'<details class="more"><summary>Families by {time.unit} as a table</summary>'
        f'<table class="plain"><thead><tr><th scope="col">{time.unit.capitalize()}</th>'
        f'<th scope="col" class="n">Families</th></tr></thead><tbody>{rows}</tbody></table></details>'
    )


def _outside(time: Timeline) -> str:
    """What the bars do not show, in words."""
    said = []
    if time.before:
        said.append(f"{counted(time.before, 'family lies', 'families lie')} before the first bar.")
    if time.after:
        said.append(f"{counted(time.after, 'family lies', 'families lie')} after the last bar.")
    if time.undated:
        said.append(f"{counted(time.undated, 'family has', 'families have')} no article with a date.")
    return "".join(f" {sentence}" for sentence in said)


def _tick(unit: Unit, day: date) -> str:
    if unit == "year":
        return str(day.year)
    return f"{_MONTHS[day.month - 1]} {day.year}" if unit == "month" else day_words(day)


def _bar_row(head: str, look: str, share: float, count: str, part: str) -> str:
    width = f"{100 * share:.1f}"
    return (
        f'<tr><th scope="row">{head}</th><td class="bar"><svg viewBox="0 0 100 1" preserveAspectRatio="none"'
        f' aria-hidden="true"><rect class="{look}" width="{width}" height="1"/></svg></td>'
        f'<td class="n">{count}</td><td class="n">{escaped(part)}</td></tr>'
    )


def _bar_table(caption: str, heads: tuple[str, str, str], rows: Iterable[str]) -> str:
    first, second, third = heads
    return (
        f'<table class="bars"><caption class="vh">{caption}</caption><thead><tr><th scope="col">{first}</th>'
        f'<td></td><th scope="col" class="n">{second}</th><th scope="col" class="n">{third}</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
