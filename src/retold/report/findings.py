"""Changes, credit and direction in plain words: the same for the verdict, the terminal and the page.

Each of the three may be missing from a comparison (None: not looked for); then there are no words for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from retold.model import Change, ChangedWords, ChangeKind, Comparison, Credit

__all__ = [
    "KIND_HEADINGS",
    "KIND_LABELS",
    "ORDER",
    "Group",
    "Side",
    "between",
    "change_counts",
    "credit_words",
    "direction_words",
    "grouped_changes",
    "knows_source",
    "likely",
    "named",
    "reference",
    "report_by",
    "retelling_order",
    "sure_percent",
]

Side = Literal["a", "b"]

# The order in which kinds are told, most serious first.
ORDER: tuple[ChangeKind, ...] = (
    "quote",
    "polarity",
    "number",
    "name",
    "date",
    "place",
    "attribution",
    "certainty",
    "omission",
    "addition",
    "wording",
)
KIND_HEADINGS: dict[ChangeKind, str] = {
    "quote": "Quotations altered",
    "polarity": "Statements reversed",
    "number": "Numbers changed",
    "name": "Names changed",
    "date": "Dates and times changed",
    "place": "Places changed",
    "attribution": "Sources of statements changed",
    "certainty": "Claims made more or less certain",
    "omission": "Facts left out",
    "addition": "Claims added",
    "wording": "Other wording",
}
# One word beside the marked words in the text.
KIND_LABELS: dict[ChangeKind, str] = {
    "quote": "quotation",
    "polarity": "reversed",
    "number": "number",
    "name": "name",
    "date": "date",
    "place": "place",
    "attribution": "source",
    "certainty": "certainty",
    "omission": "left out",
    "addition": "added",
    "wording": "wording",
}
_COUNTED: dict[ChangeKind, tuple[str, str]] = {
    "quote": ("quotation altered", "quotations altered"),
    "polarity": ("statement reversed", "statements reversed"),
    "number": ("number changed", "numbers changed"),
    "name": ("name changed", "names changed"),
    "date": ("date changed", "dates changed"),
    "place": ("place changed", "places changed"),
    "attribution": ("source of a statement changed", "sources of statements changed"),
    "certainty": ("claim made more or less certain", "claims made more or less certain"),
    "omission": ("fact left out", "facts left out"),
    "addition": ("claim added", "claims added"),
    "wording": ("other change of wording", "other changes of wording"),
}
_MOST_NAMES = 3
# Agencies whose names are spoken as words though they are written in three capitals.
_SPOKEN = frozenset(("RIA", "MAP", "LUSA"))


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind, each with its number in the whole report, counted from 1."""

    kind: ChangeKind
    changes: tuple[tuple[int, Change], ...]


def grouped_changes(comparison: Comparison, *, substantive: bool) -> list[Group]:
    """The changes that are substantive, or those that are not, by kind, most serious first, in reading order.

    Substantive changes have the numbers from 1, the others go on from there.
    """
    changes = comparison.changes or ()
    number = 0 if substantive else sum(change.substantive for change in changes)
    groups = []
    for kind in ORDER:
        own = [change for change in changes if change.kind == kind and change.substantive == substantive]
        own.sort(key=lambda change: _place(comparison, change))
        if own:
            groups.append(Group(kind, tuple(enumerate(own, number + 1))))
            number += len(own)
    return groups


def change_counts(comparison: Comparison) -> list[str]:
    """The substantive changes in counts by kind: ["4 quotations altered", "1 fact left out"]."""
    counts = Counter(change.kind for change in comparison.changes or () if change.substantive)
    return [f"{counts[kind]} {_COUNTED[kind][counts[kind] > 1]}" for kind in ORDER if counts[kind]]


def retelling_order(comparison: Comparison) -> tuple[Side, Side]:
    """The side of the source, then that of the retelling; a and b where it is not known."""
    source = comparison.direction.source if comparison.direction else None
    return ("b", "a") if source == "b" else ("a", "b")


def knows_source(comparison: Comparison) -> bool:
    """Whether it is known which text is the source."""
    return comparison.relation.derived and comparison.direction is not None and comparison.direction.source is not None


def between(comparison: Comparison) -> str:
    """The sign between the two sides: an arrow to the retelling, or one that says nothing of which came first."""
    return " → " if knows_source(comparison) else " ↔ "


def reference(comparison: Comparison, change: Change) -> list[tuple[Side, ChangedWords | None]]:
    """Both sides of a change, the source's first."""
    return [(side, change.a if side == "a" else change.b) for side in retelling_order(comparison)]


def likely(probability: float) -> str:
    """A probability as an adverb."""
    if probability >= 0.99:
        return "almost certainly"
    if probability >= 0.95:
        return "very likely"
    return "likely" if probability >= 0.75 else "more likely than not"


def named(agencies: tuple[str, ...]) -> str:
    """Agencies as they stand in a sentence: "AFP", "AFP and Reuters", "AFP, Reuters, dpa and 2 others"."""
    shown, rest = list(agencies[:_MOST_NAMES]), len(agencies) - _MOST_NAMES
    if rest > 0:
        return f"{', '.join(shown)} and {rest} {'other' if rest == 1 else 'others'}"
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def report_by(agencies: tuple[str, ...]) -> str:
    """ "an AFP report", "a Reuters report", "a report credited to AFP and Reuters"."""
    if len(agencies) != 1:
        return f"a report credited to {named(agencies)}"
    (agency,) = agencies
    if agency.islower() and " " in agency:
        return f"a report credited to {agency}"
    spelled = agency.isupper() and len(agency) <= 3 and agency not in _SPOKEN
    return f"{'an' if agency[:1] in ('AEFHILMNORSX' if spelled else 'AEIOaeio') else 'a'} {agency} report"


def credit_words(comparison: Comparison) -> str:
    """What became of the credit, in a clause without a full stop: "AFP is no longer named"; empty if unknown."""
    if comparison.credit is None:
        return ""
    credit = comparison.credit
    first, second = retelling_order(comparison)
    source: Credit = getattr(credit, first)
    retelling: Credit = getattr(credit, second)
    if not source.agencies and not retelling.agencies:
        return "neither text credits an agency"
    if not knows_source(comparison):
        return _sides(source, retelling)
    kept = tuple(name for name in source.agencies if name in retelling.agencies)
    if credit.status == "kept" and kept:
        lost = tuple(name for name in source.agencies if name not in kept)
        more = f", {named(lost)} {_are(lost)} not" if lost else ""
        return f"{named(kept)} {_are(kept)} still named{more}"
    if credit.status == "kept" and retelling.agencies:
        return f"{named(retelling.agencies)} {_are(retelling.agencies)} named as its source"
    if credit.status == "dropped" and source.agencies:
        return f"{named(source.agencies)} {_are(source.agencies)} no longer named"
    if credit.status == "changed" and source.agencies and retelling.agencies:
        return f"{named(retelling.agencies)} {_are(retelling.agencies)} named in place of {named(source.agencies)}"
    return _sides(source, retelling, first.upper(), second.upper())


def sure_percent(probability: float) -> str:
    """A probability as a percentage; an estimate is never certain, however it was rounded."""
    return f"{min(99, round(100 * probability))}%"


def direction_words(comparison: Comparison) -> str:
    """Which text is made from which, as a sentence; empty where it was not looked for."""
    direction = comparison.direction
    if direction is None:
        return ""
    if not comparison.relation.derived:
        return "Neither text is made from the other, as far as can be seen."
    if direction.source is None:
        return "Which of the two is made from the other cannot be told from the clues."
    source, retelling = (side.upper() for side in retelling_order(comparison))
    words, sure = likely(direction.probability), sure_percent(direction.probability)
    return f"{retelling} is {words} made from {source}, directly or through a third text (probability {sure})."


def _sides(first: Credit, second: Credit, name: str = "A", other: str = "B") -> str:
    """Who is credited where nobody knows which text is the source."""
    if not second.agencies:
        return f"only {name} credits {named(first.agencies)}"
    if not first.agencies:
        return f"only {other} credits {named(second.agencies)}"
    if set(first.agencies) == set(second.agencies):
        return f"both credit {named(first.agencies)}"
    return f"{name} credits {named(first.agencies)}, {other} {named(second.agencies)}"


def _are(agencies: tuple[str, ...]) -> str:
    return "are" if len(agencies) > 1 or (agencies[0].islower() and agencies[0].endswith("s")) else "is"


def _place(comparison: Comparison, change: Change) -> tuple[int, int]:
    """Where a change stands in the source, or else where its sentence's counterpart stands there."""
    (_, words), (side, other) = reference(comparison, change)
    if words is not None:
        return words.start, other.start if other else -1
    if other is None:
        return -1, -1
    for link in comparison.alignment.matched:
        there, here = (link.b, link.a) if side == "a" else (link.a, link.b)
        if other.sentence in here:
            there_article = comparison.b if side == "a" else comparison.a
            return there_article.sentences[there[-1]].end, other.start
    return -1, other.start
