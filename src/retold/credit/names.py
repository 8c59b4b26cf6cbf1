"""The names of agencies: agencies.toml, and finding them in a line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

__all__ = [
    "AGENCIES",
    "ANY",
    "FIRM",
    "SOME",
    "WEAK",
    "Names",
    "Spotted",
    "agency_names",
    "initials",
    "plain",
    "unspaced",
]

AGENCIES = Path(__file__).parent / "agencies.toml"
# What stands in a masked line for a name: a firm one, one that is an ordinary word too, agencies unnamed.
FIRM, WEAK, SOME = "\ue000", "\ue001", "\ue002"
ANY = f"[{FIRM}{WEAK}{SOME}]"
_SHORT = 5  # letters up to which a single word counts only as written: AFP, dpa, but Reuters and REUTERS
_TOKEN = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_JOINING = frozenset(("of", "the", "and", "for", "de", "la", "du", "der", "des", "di", "&"))
_ENDINGS = re.compile(r"\s*(?:\(.{0,40}\)|news agency|news|staff)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spotted:
    """A name that stands in a line: its offsets, the agency's name, and FIRM, WEAK or SOME."""

    start: int
    end: int
    agency: str
    sort: str


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of a name; `lead` characters stand before the word by which it is looked up."""

    text: str
    agency: str
    sort: str
    exact: bool
    lead: int


class Names:
    """Known names of agencies. Build with `agency_names`, add names of the moment with `more`."""

    def __init__(self, forms: Iterable[_Form], domains: Mapping[str, str], kinds: Mapping[str, str]) -> None:
        self._domains = dict(domains)
        self._kinds = dict(kinds)
        self._by_word: dict[str, tuple[_Form, ...]] = {}
        self._unspaced: tuple[_Form, ...] = ()
        self._whole: dict[str, str] = {}
        self._add(forms)

    def _add(self, forms: Iterable[_Form]) -> None:
        for form in sorted(forms, key=lambda form: -len(form.text)):
            if form.sort != SOME:
                self._whole.setdefault(plain(form.text), form.agency)
            if _UNSPACED.search(form.text):
                self._unspaced += (form,)
            elif match := _TOKEN.search(form.text, form.lead):
                word = match[0]
                for written in {word} if form.exact else {word, word.upper(), word.lower(), word.title()}:
                    known = (*self._by_word.get(written, ()), form)
                    self._by_word[written] = tuple(sorted(known, key=lambda form: -len(form.text)))

    def more(self, names: Mapping[str, str]) -> Names:
        """These names and others: form → agency. Forms that are known already keep their agency."""
        new = [_form(text, agency, FIRM) for text, agency in names.items() if plain(text) not in self._whole]
        if not new:
            return self
        both = copy(self)
        both._by_word, both._whole = dict(self._by_word), dict(self._whole)
        both._add(new)
        return both

    def likely(self, line: str) -> bool:
        """Whether a line can hold a name at all; quick."""
        if not self._by_word.keys().isdisjoint(_TOKEN.findall(line)):
            return True
        return not line.isascii() and bool(_UNSPACED.search(line))

    def spot(self, line: str) -> list[Spotted]:
        """The names in a line, longest first at each place, in order."""
        found: list[Spotted] = []
        after = 0
        for match in _TOKEN.finditer(line):
            forms = self._by_word.get(match[0])
            if not forms or match.start() < after:
                continue
            start = match.start()
            for form in forms:
                begin = start - form.lead
                end = begin + len(form.text)
                part = line[begin:end] if begin >= after else ""
                same = part == form.text if form.exact else part.casefold() == form.text.casefold()
                if same and not line[end : end + 1].isalnum():
                    found.append(Spotted(begin, end, form.agency, form.sort))
                    after = end
                    break
        if self._unspaced and not line.isascii() and _UNSPACED.search(line):
            for form in self._unspaced:
                at = line.find(form.text)
                if at >= 0 and not any(s.start < at + len(form.text) and at < s.end for s in found):
                    found.append(Spotted(at, at + len(form.text), form.agency, form.sort))
            found.sort(key=lambda spotted: spotted.start)
        return found

    def whole(self, text: str) -> str:
        """The agency whose name is all of `text`, or an empty string."""
        name = plain(text)
        return self._whole.get(name) or self._whole.get(_ENDINGS.sub("", name), "") if name else ""

    def of_domain(self, host: str) -> str:
        """The agency at a web host (www.afp.com), or an empty string."""
        parts = host.lower().rstrip(".").split(".")
        return next((a for k in range(len(parts) - 1) if (a := self._domains.get(".".join(parts[k:])))), "")

    def kind(self, agency: str) -> str:
        """What an agency is: agency, release, outlet, some; empty where it is not listed."""
        return self._kinds.get(agency, "")


def _form(text: str, agency: str, sort: str) -> _Form:
    letters = [c for c in text if c.isalpha()]
    exact = sort == WEAK or (" " not in text and len(letters) <= _SHORT)
    lead = 4 if text.startswith("The ") else 1 if text[0] == "/" else 0
    return _Form(text, agency, sort, exact, lead)


def plain(name: str) -> str:
    """A name as it is compared: small letters, single spaces, without "the" in front."""
    return " ".join(name.casefold().split()).removeprefix("the ")


def initials(name: str) -> str:
    """The capitals of a name of several words: Meridian Press Agency → MPA; otherwise an empty string."""
    words = [word for word in re.split(r"[\s-]+", name) if word and word.lower() not in _JOINING]
    found = "".join(word[0] for word in words if word[0].isupper())
    return found if len(found) >= 3 and len(found) == len(words) else ""


def unspaced(line: str) -> bool:
    """Whether a line is in a script that writes no spaces between words, or few."""
    return bool(_UNSPACED.search(line))


@lru_cache(maxsize=1)
def agency_names() -> Names:
    """The names of agencies.toml."""
    listed = tomllib.loads(AGENCIES.read_text("utf-8"))["agency"]
    forms: dict[str, _Form] = {}
    domains, kinds = {}, {}
    for agency in listed:
        name, kind = agency["name"], agency.get("kind", "agency")
        kinds[name] = kind
        for sort, key in ((SOME if kind == "some" else FIRM, "names"), (WEAK, "weak")):
            for text in agency.get(key, ()):
                forms.setdefault(text, _form(text, name, sort))
        domains.update(dict.fromkeys(agency.get("domains", ()), name))
    return Names(forms.values(), domains, kinds)
