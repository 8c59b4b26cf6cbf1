"""Names of persons, bodies and places in a run of words, and when two of them name the same.

A name is a capitalised stretch that is not only a start of a sentence. What kind of name it is, is guessed from
lists (places and their peoples, bodies, titles) and from the word before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from anyascii import anyascii
from rapidfuzz.distance import Indel

from retold.changes.lexicon import folded, names, places
from retold.changes.words import Run
from retold.fingerprint import stem, zipf_table

__all__ = ["Mention", "alike", "find_mentions", "same_name"]

MentionKind = Literal["place", "people", "person", "body", "unknown"]
_Bare = tuple[tuple[str, ...], MentionKind, str, bool]

_RARE = 1.8  # weight from which a capitalised word that starts a sentence is taken for a name
_RATHER_RARE = 2.1  # where a list of frequent words holds it
# Two spellings of one name: with the vowels evened out they are equal and with them at least this alike.
# Zelensky/Zelenskiy .94, Jaegar/Jaeger .83, Kyiv/Kiev .75; Kirkland/Kirkwood .63, Price/Rice .89 but other consonants.
_SPELLING = 0.7
# Words that no list of frequent words holds may differ by a letter or two: Bharadwaj/Bhardwaj, Jhajjar/Jajjhar.
_SPELLING_RARE = 0.8
_FORMS = frozenset(("s", "n", "an", "ian", "ians", "er", "ers", "ese", "i", "is", "ish", "ite", "ites"))  # of a people
_VOWELS = frozenset("aeiouy")
_SOUNDS = (
    ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("kh", "h"), ("ph", "f"), ("th", "t"),
    ("dj", "j"), ("dz", "z"), ("dh", "d"), ("gh", "g"), ("ck", "k"), ("cz", "c"), ("ts", "c"), ("tz", "c"), ("q", "k"),
    ("ow", "o"), ("aw", "a"), ("ew", "e"), ("w", "v"), ("x", "ks"), ("z", "s"),
)  # fmt: skip


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
    def bare(self) -> _Bare:
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


def same_name(a: Mention, b: Mention) -> bool:
    """Whether two mentions may well name the same person, body or place."""
    return a.words == b.words or _same(a.bare, b.bare)


@lru_cache(maxsize=1 << 14)
def _same(one_bare: _Bare, other_bare: _Bare) -> bool:
    a, b = Mention(0, 0, 0, *one_bare), Mention(0, 0, 0, *other_bare)
    if a.key == b.key:
        return True
    for short, full in ((a, b), (b, a)):
        if short.capitals and len(short.words) == 1 and full.kind == "people" and short.key[0] == full.key[0]:
            return True  # RPL, Russian Premier League
    if a.place or b.place:
        if a.place == b.place:
            return True
        if a.place and b.place:
            return False
    listed = names()
    x, y = folded(a.key), folded(b.key)
    if x == y or listed.aliases.get(x, -1) == listed.aliases.get(y, -2):
        return True
    if _short_for(x, y) or _short_for(y, x):
        return True
    one, two = _core(a.words), _core(b.words)
    if not one or not two:
        return False
    if "".join(a.words) == "".join(b.words):
        return True
    if "body" in (a.kind, b.kind) and (_acronym(a, two) or _acronym(b, one)):
        return True  # it may well be short for it, in whatever language
    if len(one) == len(two) and all(_akin(stem(w), stem(v)) or alike(w, v) for w, v in zip(one, two, strict=True)):
        return True
    if len(one) == len(two) == 1:
        return alike(one[0], two[0])
    joined_a, joined_b = "".join(one), "".join(two)
    if len(one) != len(two) and min(len(joined_a), len(joined_b)) > 4 and _skeleton(joined_a) == _skeleton(joined_b):
        return True
    aliases = listed.aliases
    shared = [w for w in one if any(alike(w, v) or aliases.get(w, -1) == aliases.get(v, -2) for v in two)]
    if len(shared) == min(len(one), len(two)):
        return True
    if len(one) == len(two) and one[:-1] == two[:-1] and not (_listed(one[-1]) and _listed(two[-1])):
        return Indel.normalized_similarity(one[-1], two[-1]) >= _SPELLING_RARE  # Jiří Čunek, Jiří Čunk
    if alike(one[-1], two[-1]) and len(one) > 1 and len(two) > 1:
        return _given(one[0], two[0]) or len(shared) > 1
    if a.kind not in ("person", "unknown") or b.kind not in ("person", "unknown") or max(len(one), len(two)) > 2:
        own, theirs = ([w for w in core if w not in listed.bodies and w not in listed.sites] for core in (one, two))
        telling = [w for w in own if any(_akin(stem(w), stem(v)) or alike(w, v) for v in theirs)]
        if telling and len(telling) * 2 >= min(len(own), len(theirs)):
            return True
    return len(shared) * 2 > max(len(one), len(two))


def _akin(x: str, y: str) -> bool:
    """Whether two stems are the same or one begins the other: econom/economic, elect/elector."""
    return x == y or (min(len(x), len(y)) > 3 and (x.startswith(y) or y.startswith(x)))


def _acronym(mention: Mention, other: tuple[str, ...]) -> bool:
    """Whether a name is in capitals and the other is a long name, so that the one may be short for the other."""
    return len(mention.words) == 1 and len(mention.words[0]) <= 5 and mention.capitals and len(other) >= 3


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name that tell it from others."""
    listed = names()
    core = tuple(w for w in words if w not in listed.joiners)
    less = tuple(w for w in core if w not in ("co", "corp", "inc", "ltd", "plc", "group", "company", "ag", "llc"))
    return less or core


def _given(a: str, b: str) -> bool:
    """Whether two given names may be one: initials, nicknames, spellings."""
    nick = names().nicknames
    return (a[0] == b[0] and (len(a) == 1 or len(b) == 1)) or alike(a, b) or nick.get(a, -1) == nick.get(b, -2)


def _short_for(short: str, full: str) -> bool:
    """Whether one name is made of the first letters of the other's words: RNLI, CIC, OPEC."""
    words = [w for w in full.split() if w not in ("of", "the", "and", "for", "in", "on", "de")]
    if len(words) < 2 or not 2 <= len(short) <= 8 or " " in short:
        return False
    initials = "".join(word[0] for word in words)
    return (
        short == initials
        or short == "".join(word[0] for word in full.split())
        or (len(words) > 2 and len(short) >= 3 and initials.startswith(short))
    )


@lru_cache(maxsize=1 << 14)
def alike(a: str, b: str) -> bool:
    """Whether two folded words may be spellings of one name.

    >>> alike("zelensky", "zelenskiy"), alike("price", "rice"), alike("austria", "australia")
    (True, False, False)
    """
    if a == b:
        return True
    if not a.isascii():
        a = anyascii(a).lower()
    if not b.isascii():
        b = anyascii(b).lower()
    if a == b:
        return True
    if len(a) > len(b):
        a, b = b, a
    if (
        len(a) >= 3
        and b.startswith(a)
        and (b[len(a) :] in _FORMS or len(b) > len(a) + 3 or (len(a) > 4 and not (_listed(a) and _listed(b))))
    ):
        return True
    if len(a) == 3 and a[0] == b[0] and _skeleton(a) == _skeleton(b):
        return Indel.normalized_similarity(a, b) >= _SPELLING_RARE
    if len(a) < 4 or (a[0] != b[0] and _skeleton(a)[0] != _skeleton(b)[0]):
        return False
    table = places()
    if a in table and b in table:
        return table[a][0] == table[b][0]
    likeness = Indel.normalized_similarity(a, b)
    if likeness < _SPELLING:
        return False
    if _skeleton(a) == _skeleton(b):
        return True
    return likeness >= _SPELLING_RARE and len(a) > 4 and not (_listed(a) and _listed(b))


def _listed(word: str) -> bool:
    """Whether a word is common enough to be listed, so that a letter's difference is no slip of spelling."""
    return word in zipf_table("en") or word in places()


@lru_cache(maxsize=1 << 14)
def _skeleton(word: str) -> str:
    """A word's consonants as they sound, each stretch of vowels as one sign, doubled letters once."""
    if word.endswith("re"):
        word = word[:-2] + "er"
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    kept: list[str] = []
    for letter in word:
        sign = "." if letter in _VOWELS or (letter == "j" and kept) else letter
        if not kept or kept[-1] != sign:
            kept.append(sign)
    while len(kept) > 2 and kept[-1] in ".h":
        kept.pop()
    return "".join(kept)
