"""The answer of a comparison in one or two plain sentences, and the figures behind it.

The verdict says everything known: how the texts relate, what became of the credit, what was changed and what was
checked and is unchanged. Where it is not known which text is the source, the words hold in both directions.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from retold.model import Article, Comparison, Credit, LinkKind
from retold.report.checks import checks, unchanged_words
from retold.report.findings import change_counts, credit_words, knows_source, likely, report_by, retelling_order

__all__ = [
    "CAVEATS",
    "KIND_NAMES",
    "Verdict",
    "body_counts",
    "figures",
    "find_verdict",
    "language_name",
    "measured",
    "percent",
    "verdict",
]

Rows = list[tuple[str, str]]

KIND_NAMES = {
    "copy": "Copy",
    "edited": "Edited",
    "reworded": "Reworded",
    "translated": "Translated",
    "excerpt": "Excerpt",
    "same-event": "Same event",
    "unrelated": "Unrelated",
}

CAVEATS = (
    "Similarity is not proof: two texts may agree because both rest on a third.",
    "First seen is not original: a date of publication says when a page went up, not who wrote the text.",
    "Licensed reuse is legitimate: agencies write so that others may print.",
)

_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_MEANINGS = {
    "copy": "the two texts are the same but for trifles",
    "edited": "the two are one text, changed in places",
    "reworded": "the two texts tell the same report in different words",
    "translated": "the two texts tell the same report in two languages",
    "excerpt": "part of one text stands in the other",
    "same-event": "the two report the same event, with no sign that either text is made from the other",
    "unrelated": "no sign that the two texts have anything to do with each other",
}
# Where it is known which text is the source; "of" and "from" stand before the words for the source.
_MADE = {
    "copy": "Copy of",
    "edited": "Edited from",
    "reworded": "Reworded from",
    "translated": "Translated from",
    "excerpt": "Excerpt: holds text from",
}
_LINK_WORDS: dict[LinkKind, tuple[str, str]] = {
    "verbatim": ("Word for word the same", "word for word"),
    "edited": ("Edited", "edited"),
    "reworded": ("Reworded", "reworded"),
    "translated": ("Translated", "translated"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The parts of the answer: what it is, what else is known in clauses, and the sentences counted."""

    lead: str
    clauses: tuple[str, ...]
    evidence: str

    def __str__(self) -> str:
        joint = ": " if self.lead in KIND_NAMES.values() else "; "
        clauses = "; ".join(self.clauses)
        return f"{self.lead}{joint if clauses else ''}{clauses}. {self.evidence}"


def verdict(comparison: Comparison) -> str:
    """Two plain sentences: everything known about how the texts relate, and how many sentences say so."""
    return str(find_verdict(comparison))


def find_verdict(comparison: Comparison) -> Verdict:
    """The verdict in its parts; what was not looked for (None) is left out."""
    kind = comparison.relation.kind
    clauses = []
    if knows_source(comparison) and kind in _MADE:
        lead = f"{_MADE[kind]} {_source(comparison)}{_languages(comparison)}"
        clauses.append(_which(comparison))
    else:
        lead = KIND_NAMES[kind]
        clauses.append(_MEANINGS[kind] + _languages(comparison))
    if comparison.relation.derived:
        clauses += filter(None, (credit_words(comparison), _changed(comparison)))
        if comparison.changes is not None:
            clauses += filter(None, (unchanged_words(comparison, checks(comparison)),))
    return Verdict(lead, tuple(clauses), _evidence(comparison))


def figures(comparison: Comparison) -> Rows:
    """The figures behind the verdict as (label, value) rows, the most telling first."""
    relation = comparison.relation
    answer = "yes" if relation.derived else "no"
    probability = min(max(relation.probability, 1e-6), 1 - 1e-6)  # an estimate is never certain
    rows = [("Probability of a shared text origin", f"{percent(probability)} ({answer})")]
    for side in ("a", "b"):
        told, total = body_counts(comparison, side)
        other = "B" if side == "a" else "A"
        share = f" ({percent(told / total)})" if total else ""
        rows.append((f"Body sentences of {side.upper()} with a counterpart in {other}", f"{told} of {total}{share}"))
    by_kind = _links_by_kind(comparison)
    rows += [(label, _links(by_kind[kind])) for kind, (label, _) in _LINK_WORDS.items() if by_kind[kind]]
    moved = sum(link.moved for link in comparison.alignment.matched)
    only_a = sum(len(link.a) for link in comparison.alignment.links if not link.b)
    only_b = sum(len(link.b) for link in comparison.alignment.links if not link.a)
    rows.append(("Moved to another place", _links(moved) if moved else "none"))
    rows.append(("Only in A (dropped)", _sentences(only_a)))
    rows.append(("Only in B (added)", _sentences(only_b)))
    return rows


def measured(comparison: Comparison) -> Rows:
    """The measured quantities that decided, by their names, as (name, value) rows."""
    return [
        (name.replace("_", " "), f"{value:.3f}".rstrip("0").rstrip("."))
        for name, value in comparison.relation.figures.items()
    ]


def body_counts(comparison: Comparison, side: str) -> tuple[int, int]:
    """How many body sentences of a side have a counterpart in the other, and how many there are."""
    article: Article = getattr(comparison, side)
    body = set(article.body)
    told = {i for link in comparison.alignment.matched for i in getattr(link, side)}
    return len(told & body), len(body)


def language_name(code: str) -> str:
    """The English name of an ISO 639-1 code, the code itself for a rarer language, "unknown" for none."""
    return _LANGUAGES.get(code, code) or "unknown"


def percent(share: float) -> str:
    """A share as a percentage that never rounds a doubt or a remainder away."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def _source(comparison: Comparison) -> str:
    """The source in words: "an AFP report", or only which of the two it is."""
    first, _ = retelling_order(comparison)
    credit: Credit | None = getattr(comparison.credit, first) if comparison.credit else None
    return report_by(credit.agencies) if credit and credit.agencies else first.upper()


def _which(comparison: Comparison) -> str:
    """Which text is made from which: "B is likely made from A"."""
    source, retelling = (side.upper() for side in retelling_order(comparison))
    assert comparison.direction is not None
    return f"{retelling} is {likely(comparison.direction.probability)} made from {source}"


def _languages(comparison: Comparison) -> str:
    first, second = (getattr(comparison, side).lang for side in retelling_order(comparison))
    if comparison.relation.kind != "translated" or not first or not second:
        return ""
    return f" ({language_name(first)} and {language_name(second)})"


def _changed(comparison: Comparison) -> str:
    """The substantive changes by kind, in one clause; empty where changes were not looked for."""
    if comparison.changes is None or not comparison.alignment.matched:
        return ""
    return ", ".join(change_counts(comparison)) or "no change of what is said was found"


def _evidence(comparison: Comparison) -> str:
    told, total = body_counts(comparison, "a")
    told_b, total_b = body_counts(comparison, "b")
    if not total or not total_b:
        empty = " and ".join(name for name, n in (("A", total), ("B", total_b)) if not n)
        return f"There are no body sentences to compare in {empty}."
    if not told:
        return f"None of the {total} body sentences of A has a counterpart among the {total_b} of B."
    return (
        f"{told} of {total} body sentences of A {'has' if told == 1 else 'have'} a counterpart in B,"
        f" and {told_b} of {total_b} of B in A{_how(comparison)}."
    )


def _how(comparison: Comparison) -> str:
    """How the matches are worded, the most frequent way first: ": 3 matches are reworded, 2 edited"."""
    by_kind = _links_by_kind(comparison)
    if set(by_kind) == {"translated"} and comparison.relation.kind == "translated":
        return ""
    said = [f"{n} {_LINK_WORDS[kind][1]}" for kind, n in by_kind.most_common() if kind in _LINK_WORDS]
    count, _, words = said[0].partition(" ")
    said[0] = f"{count} {'match is' if count == '1' else 'matches are'} {words}"
    if comparison.relation.kind in ("edited", "reworded") and not by_kind["verbatim"]:
        said.append("none word for word")
    return ": " + ", ".join(said)


def _links_by_kind(comparison: Comparison) -> Counter[LinkKind]:
    return Counter(link.kind for link in comparison.alignment.matched)


def _links(count: int) -> str:
    return f"{count} {'place' if count == 1 else 'places'}"


def _sentences(count: int) -> str:
    return f"{count or 'no'} {'sentence' if count == 1 else 'sentences'}"
