"""Names of persons, bodies and places in a run of words.

A name is a capitalised stretch that is not only a start of a sentence. What kind of name it is, is guessed from
lists (places and their peoples, bodies, titles) and from the word before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from retold.changes.lexicon import folded, names, places
from retold.changes.words import Run

__all__ = ["Bare", "Mention", "MentionKind", "find_mentions"]

MentionKind = Literal["place", "people", "person", "body", "unknown"]
Bare = tuple[tuple[str, ...], MentionKind, str, bool]

_RARE = 1.8  # weight from which a capitalised word that starts a sentence is taken for a name
_RATHER_RARE = 2.1  # where a list of frequent words holds it


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a run: words `first` to `last` (exclusive), with titles before it from `whole` on.

    `words` are its folded words; `place` the listed place that it names or whose people or seat it is.
    """

    whole: int
    first: int
    last: int
    words: tuple[str, ...]
    kind: MentionKind
    place: str = ""
    capitals: bool = False

    @property
    def bare(self) -> Bare:
        """The same without its place in the run."""
        return self.words, self.kind, self.place, self.capitals

    @property
    def key(self) -> str:
        """The name as it is looked up."""
        return " ".join(self.words)


def find_mentions(run: Run, known: frozenset[str] = frozenset()) -> list[Mention]:
    """The names in a run, in order. `known` are folded words that stand capitalised inside sentences elsewhere."""
    found: list[Mention] = []
    reached, count = 0, len(run)
    listed = names()
    capitals = (k for k, token in enumerate(run.tokens) if token[0].isupper())
    for at in capitals:
        if at < reached or not _capital(run, at, known):
            continue
        last = at + 1
        while last < count:
            if run.sentences[last] != run.sentences[at] or not _joins(run.gaps[last], run.tokens[last - 1]):
                break
            capital = run.tokens[last][0].isupper()
            if (capital and run.forms[last] not in listed.plain) or (run.gaps[last] == "-" and last == at + 1):
                last += 1
            elif (
                run.forms[last] in listed.joiners
                and not run.tokens[last - 1].endswith(("'s", "’s"))
                and last + 1 < count
                and run.gaps[last + 1] == " "
                and run.tokens[last + 1][0].isupper()
                and run.forms[last] not in ("and", "the", "in")
            ):
                last += 2
            else:
                break
            if run.tokens[last - 1].endswith(("'s", "’s")):
                break
        found += _mentions(run, at, last)
        reached = last
    return found


def _capital(run: Run, at: int, known: frozenset[str]) -> bool:
    """Whether a capitalised word may start a name."""
    token, form = run.tokens[at], run.forms[at]
    listed = names()
    if form in listed.plain or not form or form.partition("'")[0] == "i":
        return False  # "I'm" and "I'll" are no names
    if len(token) > 1 and token.isupper() and not token.isdigit():
        return True
    starts = "." in run.gaps[at] or run.gaps[at].strip(" ")[-1:] in tuple("\"“‘«„'(:–—-?!…")
    if not starts:
        return True
    if form in known or form in places() or form in listed.titles:
        return True
    after = at + 1
    if after < len(run) and run.gaps[after] == " " and run.tokens[after][0].isupper():
        return run.forms[after] not in listed.plain and (run.weights[at] >= 1.2)
    # English sentences seldom start with a bare noun in the singular
    bare = not form.endswith(("ing", "ly", "ed", "s", "ers"))
    return bare and run.weights[at] >= (_RARE if run.rows[at] < 0 else _RATHER_RARE)


def _joins(gap: str, before: str) -> bool:
    """Whether two capitalised words with this text between them belong to one name."""
    return gap in (" ", "-", "\u00a0", "  ", "&", " & ", "–") or (gap == ". " and len(before) <= 3)


def _mentions(run: Run, first: int, last: int) -> Iterable[Mention]:
    """The names in a capitalised stretch: titles are set apart, peoples before a person split off."""
    listed, table = names(), places()
    whole = first
    while first < last and run.forms[first] in listed.titles:
        first += 1
    if first == last:
        return
    words = tuple(run.forms[first:last])
    key = folded(" ".join(words))
    if key not in table and last - first > 1:
        # "Ukrainian President Volodymyr Zelensky", "Russian Foreign Minister Sergei Lavrov", "London Mayor Sadiq Khan"
        for length in (2, 1):
            head = folded(" ".join(words[:length]))
            rest = words[length] if length < len(words) else ""
            if head in table and (rest in listed.titles or (table[head][1] == "people" and len(words) > length)):
                yield Mention(first, first, first + length, words[:length], "people", table[head][0])
                yield from _mentions(run, first + length, last)
                return
    # a title in the middle: "Kremlin spokesman Dmitry Peskov" is split by its small letter, "Defence Minister X" here
    inner = [k for k in range(first, last) if run.forms[k] in listed.titles] if last - first > 1 else []
    if inner and inner[-1] + 1 < last and inner[0] > first and key not in listed.aliases:
        yield from _mentions(run, first, inner[0])
        yield from _mentions(run, inner[0], last)
        return
    yield Mention(whole, first, last, words, *_kind(run, whole, first, last, key), run.tokens[first].isupper())


def _kind(run: Run, whole: int, first: int, last: int, key: str) -> tuple[MentionKind, str]:
    """What kind of name this is, and the listed place behind it."""
    listed, table = names(), places()
    if key in table:
        place, role = table[key]
        return ("people" if role == "people" else "place"), place
    if run.forms[last - 1] in listed.sites:
        return "place", ""
    if not listed.bodies.isdisjoint(run.forms[first:last]):
        return "body", ""
    if whole < first:
        return "person", ""
    if last - first == 1 and run.tokens[first].isupper() and len(run.tokens[first]) > 1:
        return "body", ""
    before = run.forms[whole - 1] if whole and run.gaps[whole] == " " else ""
    if last < len(run) and run.gaps[last] == ", " and run.tokens[last][0].isupper() and run.forms[last] in table:
        return "place", ""  # Milton, Missouri
    if (
        before == "to"
        and whole > 1
        and run.forms[whole - 2] in ("close", "next", "outskirts", "north", "south", "east", "west")
    ):
        return "place", ""
    if before in listed.whereabouts and last - first <= 2 and before != "of" and before != "from":
        return "place", ""
    return "unknown", ""
