"""The word lists behind the detectors, read from the plain files in `data/`.

Everything that a reader who does not program may want to extend stands in those files: opposites, scales of
certainty, places and their peoples, titles, other names of bodies. This module only turns them into look-ups.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from retold.fingerprint import fold, stem
from retold.read.wordlist import word_set

__all__ = ["Certainty", "Names", "Scale", "certainty", "folded", "names", "opposite_groups", "opposites", "places"]

_DATA = Path(__file__).parent / "data"
# Forms whose stem is that of a word of another meaning: new/news, hard/hardly, even/evening, short/shortly, ...
_ODD_FORMS = word_set("""
    news hardly lately evening evenings shortly nearly closet meaning meanings being interest interests interested
    rather matter matters fairly justly daylight outing ending wells goods presents presently lasts lastly present
    lives cost costs leaves plane planes presenting backing backed liking fires fresher sing setting settings
""")
# Endings that make another word of a stem rather than a form of it: depart/department, organ/organisation.
_OTHER_ENDINGS = ("ment", "ments", "ation", "ations", "al", "als", "ity", "ities", "or", "ors")


@lru_cache(maxsize=1)
def opposites() -> dict[str, frozenset[tuple[int, int]]]:
    """Each listed form and its regular stem → its groups, as (number of the line, 0 or 1 for the side)."""
    table: dict[str, set[tuple[int, int]]] = {}
    for number, line in enumerate(_lines("opposites.txt")):
        for side, group in enumerate(line.split("|")):
            for word in group.split():
                form = fold(word).replace("-", " ")
                table.setdefault(form, set()).add((number, side))
                if len(form) > 3 and form not in _ODD_FORMS:
                    table.setdefault("=" + stem(form), set()).add((number, side))
    return {form: frozenset(groups) for form, groups in table.items()}


@lru_cache(maxsize=1 << 15)
def opposite_groups(form: str, root: str) -> frozenset[tuple[int, int]]:
    """The groups of opposites that a word belongs to, by its form or else by its stem."""
    table = opposites()
    found = table.get(form)
    if found is None and form not in _ODD_FORMS and len(form) > 3 and not form.endswith(_OTHER_ENDINGS):
        found = table.get("=" + root)
    return found or frozenset()


@lru_cache(maxsize=1)
def places() -> dict[str, tuple[str, str]]:
    """Each name of a listed place, folded, → (the place, "place", "people" or "seat")."""
    table: dict[str, tuple[str, str]] = {}
    for line in _lines("places.txt"):
        parts = [part.strip() for part in line.split("|")]
        place = parts[0].split(";")[0].strip()
        for part, role in zip(parts, ("place", "people", "seat"), strict=False):
            for name in filter(None, map(str.strip, part.split(";"))):
                table.setdefault(folded(name), (place, role))
    return table


@dataclass(frozen=True, slots=True)
class Names:
    """The lists of `names.toml`; `aliases` and `nicknames` map each name to the number of its line."""

    titles: frozenset[str]
    bodies: frozenset[str]
    sites: frozenset[str]
    whereabouts: frozenset[str]
    plain: frozenset[str]
    joiners: frozenset[str]
    nicknames: dict[str, int]
    aliases: dict[str, int]


@lru_cache(maxsize=1)
def names() -> Names:
    """The lists around names."""
    data = _toml("names.toml")
    sets = [
        frozenset(fold(word) for word in data[key].split())
        for key in ("titles", "bodies", "sites", "whereabouts", "plain", "joiners")
    ]
    nicknames = [group.split() for group in data["nicknames"].replace("\n", "").split("|")]
    aliases = [line.split("|") for line in data["aliases"].strip().splitlines()]
    titles, bodies, sites, whereabouts, plain, joiners = sets
    return Names(
        titles,
        bodies,
        sites,
        whereabouts,
        plain,
        joiners,
        nicknames={fold(name): number for number, group in enumerate(nicknames) for name in group},
        aliases={folded(name): number for number, group in enumerate(aliases) for name in group},
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale of certainty: `steps` maps each entry, as a tuple of forms, to its step from 0."""

    name: str
    about: str
    steps: dict[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Certainty:
    """The scales by name, the first words of their entries, and the verbs of saying with their step."""

    scales: dict[str, Scale]
    entries: dict[str, tuple[tuple[tuple[str, ...], str, int], ...]]
    speech: dict[str, int]


@lru_cache(maxsize=1)
def certainty() -> Certainty:
    """The scales of `certainty.toml`, with their entries by first word, longest first."""
    data = _toml("certainty.toml")
    scales: dict[str, Scale] = {}
    entries: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
    for name, table in data["scales"].items():
        steps = {
            tuple(fold(word) for word in entry.split()): step
            for step, line in enumerate(table["steps"])
            for entry in line.split(",")
            if entry.strip()
        }
        scales[name] = Scale(name, table["about"], steps)
        for entry, step in steps.items():
            entries.setdefault(entry[0], []).append((entry, name, step))
    speech = {
        fold(word.strip()): step
        for step, key in enumerate(("distant", "neutral", "endorsing"))
        for word in data["speech"][key].split(",")
    }
    by_first = {word: tuple(sorted(found, key=lambda entry: -len(entry[0]))) for word, found in entries.items()}
    return Certainty(scales, by_first, speech)


@lru_cache(maxsize=1 << 14)
def folded(name: str) -> str:
    """A name as names are compared: its words folded, without a leading "the", single spaces.

    >>> folded("The United States’"), folded("Côte d’Ivoire")
    ('united states', "cote d'ivoire")
    """
    words = [fold(word.rstrip("’'")) for word in name.replace("-", " ").split() if word.strip("’'.,")]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text("utf-8"))
