"""Changes, credit and direction on the terminal, before the aligned text.

The words of both sides stand one after the other, the source's first: “severe” → “serious”.
"""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from retold.model import Change, Comparison, Credit
from retold.report.checks import broken_spots, checks, checks_words
from retold.report.findings import (
    KIND_HEADINGS,
    between,
    credit_words,
    direction_words,
    grouped_changes,
    knows_source,
    reference,
    retelling_order,
)
from retold.report.whole import whole_sentences

__all__ = ["clean", "print_findings"]

_INDENT = 4


def print_findings(comparison: Comparison, console: Console, *, all_changes: bool = False) -> None:
    """Print each of the three that was looked for, under a heading of its own."""
    if comparison.changes is not None and comparison.relation.derived:
        _print_changes(comparison, console, all_changes)
    if comparison.credit is not None:
        _print_credit(comparison, console)
    if comparison.direction is not None:
        _print_direction(comparison, console)


def clean(text: str) -> str:
    """Text on one line and without control characters, which could steer the reader's terminal."""
    line = " ".join(text.split()) if "\n" in text or "\t" in text or "\r" in text else text
    return "".join(c if c.isprintable() or c in " \u00a0" else "\ufffd" for c in line)


def _print_changes(comparison: Comparison, console: Console, all_changes: bool) -> None:
    _heading("What the retelling changed" if knows_source(comparison) else "What differs between the two", console)
    groups = grouped_changes(comparison, substantive=True)
    for group in groups:
        _print_group(comparison, f"{KIND_HEADINGS[group.kind]} ({len(group.changes)})", group.changes, console)
    if not groups:
        console.print("No change of what is said was found in the aligned sentences.")
    innocent = grouped_changes(comparison, substantive=False)
    count = sum(len(group.changes) for group in innocent)
    if count and all_changes:
        every = tuple(numbered for group in innocent for numbered in group.changes)
        _print_group(comparison, f"Only look different ({count})", every, console)
    elif count:
        verb = "difference only looks" if count == 1 else "differences only look"
        console.print(f"{count} {verb} different (--all-changes shows {'it' if count == 1 else 'them'}).")
    for line, places, more in whole_sentences(comparison):
        console.print(Text(f"{line}: {', '.join(places)}{more}."))
    console.print(Text(checks_words(comparison, checks(comparison)), style="dim"))
    console.print()
    spots = broken_spots(comparison)
    if spots:
        console.print(Text(f"Broken spots ({len(spots)}): a sign of machine rewording, not a proof", style="bold"))
        for side, words, why in spots:
            place = f"  {side.upper()}{words.sentence + 1}"
            console.print(Text.assemble((place, "dim"), f"  “{clean(words.text)}”  {why}"))
        console.print()


def _print_group(comparison: Comparison, title: str, changes: tuple[tuple[int, Change], ...], console: Console) -> None:
    console.print(Text(title, style="bold"))
    for _, change in changes:
        line = Text.assemble(("  " + _where(comparison, change), "dim"), "  ")
        for place, (side, words) in enumerate(reference(comparison, change)):
            line.append(between(comparison) if place else "")
            if words is None:
                line.append("(nothing)", "dim")
            else:
                line.append(f"“{clean(words.text)}”", "red" if side == "a" else "green")
        console.print(line)
        console.print(Padding(Text(clean(change.why)), (0, 0, 0, _INDENT), expand=False))
    console.print()


def _where(comparison: Comparison, change: Change) -> str:
    """The sentences of a change: "A7 → B5", or only "A7" where the other side has nothing."""
    sides = reference(comparison, change)
    return between(comparison).join(f"{side.upper()}{words.sentence + 1}" for side, words in sides if words is not None)


def _print_credit(comparison: Comparison, console: Console) -> None:
    assert comparison.credit is not None
    _heading("Who is credited", console)
    said = credit_words(comparison)
    console.print(Text(f"{said[:1].upper()}{said[1:]}.", style="bold"))
    for side in retelling_order(comparison):
        credit: Credit = getattr(comparison.credit, side)
        if not credit.agencies:
            continue
        console.print(Text(f"  {side.upper()} names {clean(', '.join(credit.agencies))}:"))
        for evidence in credit.evidence:
            console.print(Padding(Text(f"“{clean(evidence)}”", style="dim"), (0, 0, 0, _INDENT), expand=False))
    console.print()


def _print_direction(comparison: Comparison, console: Console) -> None:
    direction = comparison.direction
    assert direction is not None
    _heading("Which is made from which", console)
    console.print(Text(direction_words(comparison), style="bold"))
    if direction.evidence and direction.source:
        source, other = (side.upper() for side in retelling_order(comparison))
        console.print(Text(f"  Clues, where “it” is {source} and “the other” is {other}:"))
    for clue in direction.evidence:
        console.print(Padding(Text(f"• {clean(clue)}"), (0, 0, 0, _INDENT), expand=False))
    console.print()


def _heading(title: str, console: Console) -> None:
    console.print(Rule(title, align="left", style="dim"))
