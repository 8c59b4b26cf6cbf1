"""Whether two names in different articles may well name the same person, body or place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Indel

from retold.changes.lexicon import folded, names, places
from retold.changes.mentions import Bare, Mention, MentionKind
from retold.fingerprint import stem, zipf_table

__all__ = ["alike", "same_name", "same_names"]

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


def same_name(a: Mention, b: Mention) -> bool:
    """Whether two mentions may well name the same person, body or place."""
    return a.words == b.words or _same(a.bare, b.bare)


def same_names(of_a: Sequence[Mention], of_b: Sequence[Mention]) -> list[list[bool]]:
    """The same for every mention of one run, a row each, with every mention of another."""
    bare_b = [n.bare for n in of_b]
    rows: dict[Bare, list[bool]] = {}
    found = []
    for bare in (m.bare for m in of_a):
        row = rows.get(bare)
        if row is None:
            row = rows[bare] = [bare[0] == other[0] or _same(bare, other) for other in bare_b]
        found.append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Name:
    """What is asked of a name whenever it is held against another.

    `listed` is the line of the aliases that it stands in, `short` are the names made of first letters of its words,
    `core` are the words that tell it from others. `letters` are the first letters and sounds of the words of the core,
    and the lines of aliases that these stand in: names that share none of them have no word in common, however spelt.
    """

    words: tuple[str, ...]
    kind: MentionKind
    place: str
    capitals: bool
    folded: str
    listed: int | None
    short: frozenset[str]
    spelt: str
    core: tuple[str, ...]
    joined: str
    letters: frozenset[str | int]


@lru_cache(maxsize=1 << 12)
def _name(bare: Bare) -> _Name:
    words, kind, place, capitals = bare
    aliases = names().aliases
    whole, core = folded(" ".join(words)), _core(words)
    joined = "".join(core)
    letters: set[str | int] = {_skeleton(joined)[:1]}
    for word in core:
        plain = word if word.isascii() else anyascii(word).lower()
        letters |= {word[:1], plain[:1], _skeleton(plain)[:1]}
        if word in aliases:
            letters.add(aliases[word])
    return _Name(
        words, kind, place, capitals, whole, aliases.get(whole), _short(whole), "".join(words), core, joined,
        frozenset(letters),
    )  # fmt: skip


@lru_cache(maxsize=1 << 14)
def _same(one_bare: Bare, other_bare: Bare) -> bool:
    a, b = _name(one_bare), _name(other_bare)
    if a.words == b.words:
        return True
    for short, full in ((a, b), (b, a)):
        if short.capitals and len(short.words) == 1 and full.kind == "people" and short.words[0][0] == full.words[0][0]:
            return True  # RPL, Russian Premier League
    if a.place or b.place:
        if a.place == b.place:
            return True
        if a.place and b.place:
            return False
    if a.folded == b.folded or (a.listed is not None and a.listed == b.listed):
        return True
    if a.folded in b.short or b.folded in a.short:
        return True
    one, two = a.core, b.core
    if not one or not two:
        return False
    if a.spelt == b.spelt:
        return True
    if "body" in (a.kind, b.kind) and (_acronym(a, two) or _acronym(b, one)):
        return True  # it may well be short for it, in whatever language
    return not a.letters.isdisjoint(b.letters) and _same_words(a, b)


def _same_words(a: _Name, b: _Name) -> bool:
    """Whether two names have the words in common that tell them from others, however these are spelt."""
    one, two = a.core, b.core
    if len(one) == len(two) and all(_akin(stem(w), stem(v)) or alike(w, v) for w, v in zip(one, two, strict=True)):
        return True
    if len(one) == len(two) == 1:
        return alike(one[0], two[0])
    if len(one) != len(two) and min(len(a.joined), len(b.joined)) > 4 and _skeleton(a.joined) == _skeleton(b.joined):
        return True
    listed = names()
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


def _acronym(name: _Name, other: tuple[str, ...]) -> bool:
    """Whether a name is in capitals and the other is a long name, so that the one may be short for the other."""
    return len(name.words) == 1 and len(name.words[0]) <= 5 and name.capitals and len(other) >= 3


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


def _short(full: str) -> frozenset[str]:
    """The names that are made of the first letters of a name's words: RNLI, CIC, OPEC."""
    words = [w for w in full.split() if w not in ("of", "the", "and", "for", "in", "on", "de")]
    if len(words) < 2:
        return frozenset()
    initials = "".join(word[0] for word in words)
    found = {initials, "".join(word[0] for word in full.split())}
    if len(words) > 2:
        found |= {initials[:k] for k in range(3, len(initials))}
    return frozenset(short for short in found if 2 <= len(short) <= 8)


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
