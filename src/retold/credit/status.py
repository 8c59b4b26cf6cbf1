"""Pack the marks of an article into its credit, and say what became of it in a retelling."""

from __future__ import annotations

from typing import Literal

from retold.credit.marks import Mark, find_marks
from retold.credit.names import Names, agency_names, initials, plain
from retold.model import Article, Credit, Credits, CreditStatus

__all__ = ["compare_credit", "find_credit", "pair_marks"]

UNNAMED = "news agencies"  # as agencies.toml calls agencies that are credited without a name


def find_credit(article: Article) -> Credit:
    """Which agencies or outlets an article names as the source of its text, with the words that show it.

    >>> from retold.read import read_text
    >>> find_credit(read_text("OSLO, May 2 (AFP) - The river rose. It fell again. A man told Reuters so."))
    Credit(agencies=('AFP',), evidence=('OSLO, May 2 (AFP)',))
    """
    return _pack(_merged(find_marks(article), {}))


def compare_credit(
    a: Article,
    b: Article,
    source: Literal["a", "b"] | None,
    *,
    derived: bool = True,
    marks: tuple[tuple[Mark, ...], tuple[Mark, ...]] | None = None,
) -> Credits:
    """The credit of both articles, and what became of it from the source to the retelling.

    `source` says which one is the source; where it is None, the side that credits somebody is taken for it.
    "none" where the source credits nobody, and where neither is `derived` from the other. `marks` are the credits
    of both (`pair_marks`), looked for where not given.
    """
    marks_a, marks_b = marks if marks is not None else pair_marks(a, b)
    credit_a, credit_b = _pack(marks_a), _pack(marks_b)
    if not derived:
        return Credits(credit_a, credit_b, "none")
    first = source == "a" if source else bool(credit_a.agencies)
    there, here = (credit_a, credit_b) if first else (credit_b, credit_a)
    return Credits(credit_a, credit_b, _status(there, here, a if first else b, b if first else a))


def _status(source: Credit, retelling: Credit, origin: Article, page: Article) -> CreditStatus:
    named = set(retelling.agencies)
    if not source.agencies:
        publisher = plain(origin.publisher)
        borrowed = publisher and publisher != plain(page.publisher) and publisher in {plain(name) for name in named}
        return "kept" if borrowed else "none"
    if named & set(source.agencies):
        return "kept"
    return "changed" if named else "dropped"


def pair_marks(a: Article, b: Article) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """The marks of two articles, where each is also searched for the names that the other one credits."""
    listed = agency_names()
    marks_a, marks_b = find_marks(a), find_marks(b)
    more_a, more_b = _others(marks_b, b, a, listed), _others(marks_a, a, b, listed)
    if more_a:
        marks_a = find_marks(a, listed.more(more_a))
    if more_b:
        marks_b = find_marks(b, listed.more(more_b))
    same = _one_name([mark.agency for mark in (*marks_a, *marks_b)], listed)
    return _merged(marks_a, same), _merged(marks_b, same)


def _others(marks: tuple[Mark, ...], own: Article, other: Article, listed: Names) -> dict[str, str]:
    """Names that are not listed and may be credited in the other article: form → agency."""
    found = {mark.agency: mark.agency for mark in marks if not listed.kind(mark.agency)}
    publisher = own.publisher.strip()
    if len(publisher) > 3 and plain(publisher) != plain(other.publisher) and not listed.whole(publisher):
        found.setdefault(publisher, publisher)
    for name in list(found):
        marked = any(mark.agency == name for mark in marks)
        if marked and (short := initials(name)) and not listed.whole(short):
            found[short] = name
    declared = str(dict(other.metadata)) if other.metadata else ""
    place = "\n".join((other.text, other.byline, other.publisher, declared))
    return {form: name for form, name in found.items() if form in place}


def _one_name(agencies: list[str], listed: Names) -> dict[str, str]:
    """Which names mean one agency: an abbreviation that is not listed, and the full name it abbreviates."""
    full = {short: name for name in agencies if (short := initials(name))}
    return {name: full[name] for name in agencies if name in full and not listed.kind(name)}


def _merged(marks: tuple[Mark, ...], same: dict[str, str]) -> tuple[Mark, ...]:
    """The marks with one name for each agency."""
    same = same or _one_name([mark.agency for mark in marks], agency_names())
    return tuple(dict.fromkeys(Mark(same.get(m.agency, m.agency), m.place, m.words) for m in marks))


def _pack(marks: tuple[Mark, ...]) -> Credit:
    """The credit that marks make."""
    agencies = tuple(dict.fromkeys(mark.agency for mark in marks))
    if len(agencies) > 1:  # agencies by name say more than "agencies"
        agencies = tuple(name for name in agencies if name != UNNAMED)
        marks = tuple(mark for mark in marks if mark.agency != UNNAMED)
    return Credit(agencies, tuple(dict.fromkeys(mark.words for mark in marks)))
