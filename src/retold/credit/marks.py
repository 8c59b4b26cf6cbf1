"""Find every place where an article says which agency or outlet its text comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from retold.credit import patterns as p
from retold.credit.names import FIRM, SOME, WEAK, Names, Spotted, agency_names, plain, unspaced
from retold.model import Article

__all__ = ["Mark", "Place", "find_marks"]

Place = Literal["publisher", "address", "dateline", "byline", "sign-off", "note", "inline", "metadata"]

_TOP = 6  # lines from either end of the text within which a byline without "By" may stand
_DATELINES = 3  # paragraphs of the report that may begin with a dateline
_OPENING = 140  # characters of a paragraph within which its dateline ends
_NOTE_WORDS = 45  # a note about the source is no longer than this
_BRIEF_HEAD = 4  # a headline of so few words may be a byline after all
_BESIDE = 12  # characters behind an unknown name in which a known one may go on: News agencies
_SEPARATORS = frozenset(",|/()–—-•·")
_SIGN_OFF = 100  # characters at the end of a paragraph in which a sign-off may stand
_LAST_WORDS = 60  # characters at the end of a report in which a note may stand
_INLINE_FROM = 20  # characters of a paragraph after which "(AFP)" no longer belongs to a dateline
_CAPTION_WORDS = 40  # a line up to this long that speaks of a picture credits the picture
_SHORT_WORDS = 9  # a byline of agency and place
_LONGEST = 400  # characters of a paragraph's beginning and end that are looked at, beside its sentences
_FIELDS = ("creditText", "sourceOrganization", "provider", "author", "creator", "publisher", "copyrightHolder")
_META = ("byl", "author", "dc.creator", "dc.source", "dcterms.source", "dc.publisher", "source", "agency",
         "parsely-author", "sailthru.author", "article:author", "og:site_name")  # fmt: skip
_ORIGINS = ("syndication-source", "original-source", "dcterms.source", "source")
_SURE_FIELDS = ("creditText", "sourceOrganization", "provider")


@dataclass(frozen=True, slots=True)
class Mark:
    """One place that credits an agency: its name, what sort of place it is, and the words as they stand there."""

    agency: str
    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the text with what is known of it."""

    text: str
    masked: str
    spotted: list[Spotted]
    words: int


def find_marks(article: Article, names: Names | None = None) -> tuple[Mark, ...]:
    """Every credit in an article, in the order publisher, address, byline, metadata, text; none twice.

    `names` are the agencies to look for, by default those of agencies.toml; names of others are recognised where a
    dateline, a sign-off or the name itself says that it is an agency.
    """
    names = names or agency_names()
    found = [*_fields(article, names), *_declared(article, names), *_lines(article, names)]
    return tuple(dict.fromkeys(found))


def _fields(article: Article, names: Names) -> Iterator[Mark]:
    """Publisher, address and byline."""
    if agency := names.whole(article.publisher) or _named(article.publisher):
        yield Mark(agency, "publisher", article.publisher.strip())
    if agency := names.of_domain(_host(article.url)):
        yield Mark(agency, "address", article.url)
    byline = article.byline.strip()
    if byline and len(byline) <= _LONGEST:
        spotted = names.spot(byline)
        unlisted = "" if any(s.sort != SOME for s in spotted) else _named(byline)
        if unlisted:
            yield Mark(unlisted, "byline", byline)
        else:
            yield from (Mark(s.agency, "byline", byline) for s in spotted)


def _declared(article: Article, names: Names) -> Iterator[Mark]:
    """What the page declares about itself."""
    if not article.metadata:
        return
    schema, meta, links = (_mapping(article.metadata.get(key)) for key in ("schema", "meta", "links"))
    for key in _FIELDS:
        for value in _strings(schema.get(key)):
            yield from _credit_in(value, names, sure=key in _SURE_FIELDS)
    notice = schema.get("copyrightNotice")
    if isinstance(notice, str) and len(notice) <= _LONGEST:
        yield from _note_marks(_line(notice, names), "metadata")
    for key in ("isBasedOn", "isBasedOnUrl", "translationOfWork"):
        yield from (mark for value in _strings(schema.get(key)) for mark in _credit_in(value, names, sure=True))
    for key in _META:
        for value in _strings(meta.get(key)):
            yield from _credit_in(value, names, sure=key in ("agency",))
    for key in _ORIGINS:
        for value in (*_strings(links.get(key)), *_strings(meta.get(key))):
            if agency := names.of_domain(_host(value)):
                yield Mark(agency, "metadata", value)
    addresses = links.get("canonical"), links.get("syndication"), meta.get("og:url")
    for value in (address for declared in addresses for address in _strings(declared)):
        agency = names.of_domain(_host(value))
        if agency and names.of_domain(_host(article.url)) != agency:
            yield Mark(agency, "metadata", value)


def _credit_in(value: str, names: Names, sure: bool) -> Iterator[Mark]:
    """Credit in one declared value: an address, a name, or a line of names."""
    if len(value) > _LONGEST or p.PICTURE.search(value):
        return
    if value.startswith(("http://", "https://")):
        if agency := names.of_domain(_host(value)):
            yield Mark(agency, "metadata", value)
        return
    spotted = [s for s in names.spot(value) if s.sort != WEAK or len(value.split()) <= 3]
    yield from (Mark(s.agency, "metadata", value) for s in spotted)
    if not spotted and (agency := _named(value) if sure else names.whole(value) or _named(value)):
        yield Mark(agency, "metadata", value)


def _lines(article: Article, names: Names) -> Iterator[Mark]:
    """Credit in the lines of the text."""
    text = article.text
    bodies = {s.paragraph for s in article.sentences if s.role == "body"}
    headlines = {s.paragraph for s in article.sentences if s.role == "headline"}
    paragraphs: list[tuple[int, int, int]] = []
    for s in article.sentences:
        if paragraphs and paragraphs[-1][0] == s.paragraph:
            paragraphs[-1] = (s.paragraph, paragraphs[-1][1], s.end)
        else:
            paragraphs.append((s.paragraph, s.start, s.end))
    seen_body, about, last_body = 0, 0, max(bodies, default=-1)
    for at, (number, start, end) in enumerate(paragraphs):
        body = number in bodies
        seen_body += body
        about = max(0, about - 1)
        words = text[start:end]
        edge = at < _TOP or at >= len(paragraphs) - _TOP
        last = number == last_body or at == len(paragraphs) - 1
        if body and seen_body <= _DATELINES:
            yield from _unknown_dateline(words, names)
            if not last and end - start > _OPENING and not p.TELLING.search(words, _OPENING):
                words = words[:_OPENING]  # only a dateline can stand here
        elif body and not last and end - start > _OPENING and not p.TELLING.search(words):
            continue
        elif not body and len(words) <= _LONGEST:
            yield from _unknown_notes(words, names)
        if edge and len(words) <= 60 and (match := p.CODES.match(words)) and not names.spot(words):
            yield Mark(match["name"], "sign-off", words)
        if not body and p.ABOUT.match(words):
            about = 3
        if not names.likely(words):
            if "appeared" in words or "ublished" in words:
                yield from _unknown_source(words, article)
            continue
        line = _line(words, names)
        if not line.spotted:
            continue
        found = False
        if seen_body <= _DATELINES and (dateline := _dateline(line, body)):
            found = True
            yield from dateline
        pictured = line.words <= _CAPTION_WORDS and p.PICTURE.search(line.masked) and not p.CONTRIBUTED.search(words)
        if not pictured and (number not in headlines or line.words <= _BRIEF_HEAD):
            around = list(_around(line, body, edge, last, about > 0))
            found = found or bool(around)
            yield from around
        if not found and ("appeared" in words or "ublished" in words):
            yield from _unknown_source(words, article)


def _line(words: str, names: Names) -> _Line:
    """A paragraph with its names masked; of a long one, beginning and end."""
    if len(words) > 3 * _LONGEST:
        words = words[:_LONGEST] + "\n" + words[-_LONGEST:]
    spotted = names.spot(words)
    parts, after = [], 0
    for s in spotted:
        parts += [words[after : s.start], s.sort]
        after = s.end
    return _Line(words, "".join((*parts, words[after:])), spotted, words.count(" ") + 1)


def _within(line: _Line, start: int, end: int) -> list[Spotted]:
    """The names of a line whose mask stands in `masked[start:end]`."""
    before = sum(line.masked.count(mark, 0, start) for mark in (FIRM, WEAK, SOME))
    inside = sum(line.masked.count(mark, start, end) for mark in (FIRM, WEAK, SOME))
    return line.spotted[before : before + inside]


def _dateline(line: _Line, body: bool) -> list[Mark]:
    """Credit in a dateline at the beginning of a line."""
    match = p.DATELINE.match(line.masked)
    if match and (not _like_place(match["place"]) or p.PICTURE.search(match[0])):
        match = None
    if not match:
        match = p.DATELINE_BARE.match(line.masked) if body else None
        if match and match["place"] and not _like_place(match["place"]):
            match = None
    if not match and not line.text.isascii() and unspaced(line.text):
        match = p.UNSPACED.match(line.masked)
    if not match:
        return []
    spotted = _within(line, 0, match.end())
    shown = line.text[: _closing(line.text, spotted[-1].end)].strip()
    # With no report behind it on its line, it is a byline: "Aldevik (XYZ)".
    place: Place = "dateline" if body or len(line.text) > len(shown) + 3 else "byline"
    return [Mark(s.agency, place, shown) for s in spotted]


def _closing(text: str, end: int) -> int:
    """Where a dateline ends: behind the bracket that follows the name."""
    return end + 1 if text[end : end + 1] in (")", "/", "）", "】") else end


def _like_place(place: str) -> bool:
    """Whether the words before an agency are a place and a date: capitals, numbers, at most three small words."""
    words = [word for word in place.split() if word[0].isalnum()]
    small = sum(word[0].islower() for word in words)
    return len(words) <= 12 and small <= 3 and (small < len(words) or not words)


def _around(line: _Line, body: bool, edge: bool, last: bool, about: bool) -> Iterator[Mark]:
    """Credit that what stands around a name gives it."""
    masked, brief = line.masked, line.words <= _NOTE_WORDS
    sign_off = p.OWN_LINE.match(masked) if line.words <= 12 else None
    if sign_off := sign_off or (p.COPYRIGHT.search(masked) if brief else None):
        yield from _marks(line, sign_off.start(), sign_off.end(), "sign-off")
        return
    yield from _note_marks(line, "note", max(0, len(masked) - _LAST_WORDS) if last else 0)
    if last and (trailing := p.TRAILING.search(masked, max(0, len(masked) - _SIGN_OFF))):
        yield from _marks(line, trailing.start(), trailing.end(), "sign-off")
    if body:
        for match in p.IN_BRACKETS.finditer(masked, _INLINE_FROM):
            yield from _marks(line, match.start(), match.end(), "inline")
        if line.words > _SHORT_WORDS:
            return
    if line.words <= _SHORT_WORDS + 6 and not line.text.endswith((".", "!", "?")):
        beside = edge and line.words <= _SHORT_WORDS and _SEPARATORS & set(masked)
        if p.BY.match(line.text) or (beside and p.BESIDE_PLACE.match(masked)):
            yield from _marks(line, 0, len(masked), "byline")
    if not body and ((about and line.spotted[0].start <= 4) or p.DESCRIBED.match(masked)):
        yield from _marks(line, 0, len(masked), "note")


def _note_marks(line: _Line, place: Place, tail: int = 0) -> Iterator[Mark]:
    """Credit in a note: "Source: …", "With inputs from …", "… contributed to this report"."""
    masked = line.masked
    if place == "metadata" and (match := p.COPYRIGHT.search(masked)):
        yield from _marks(line, match.start(), match.end(), place)
    if line.words <= _NOTE_WORDS or tail:  # a long paragraph may end in a note
        for pattern in (p.LABEL, p.WITH, p.REPORTING):
            if match := pattern.search(masked, tail):
                yield from _marks(line, match.start(), match.end(), place)
    for pattern in (p.REPUBLISHED, p.REPUBLISHED_ANY):
        if match := pattern.search(masked):
            yield from _marks(line, match.start(), match.end(), place)
    for match in p.CONTRIBUTED.finditer(masked):
        start = max(masked.rfind(". ", 0, match.start()) + 1, masked.rfind("\n", 0, match.start()) + 1)
        stop = masked.find(". ", match.end())
        yield from _marks(line, start, stop if stop >= 0 else len(masked), place)


def _marks(line: _Line, start: int, end: int, place: Place) -> Iterator[Mark]:
    """Marks for the names in a part of a masked line."""
    spotted = _within(line, start, end)
    if any(s.sort == FIRM for s in spotted):  # "Agencies (UPI)" names one after all
        spotted = [s for s in spotted if s.sort != SOME]
    for s in spotted:
        yield Mark(s.agency, place, _shown(line.text, s))


def _shown(text: str, spotted: Spotted) -> str:
    """The words that show a name: the line, or the sentence of a long one."""
    if len(text) <= 240:
        return text.strip()
    start = max(text.rfind(". ", 0, spotted.start) + 1, text.rfind("\n", 0, spotted.start) + 1, 0)
    stop = min((k for k in (text.find(". ", spotted.end), text.find("\n", spotted.end)) if k >= 0), default=len(text))
    return text[start : stop + 1].strip()


def _unknown_dateline(words: str, names: Names) -> Iterator[Mark]:
    """The agency of a dateline that is not listed."""
    match = p.DATELINE_UNKNOWN.match(words[:140]) if "(" in words[:110] else None
    if match and not names.whole(match["name"]) and _like_place(match["place"]):
        place, name = match["place"], match["name"]
        dated, shouted = bool(p.DATE_WORD.search(place)), place.split(",")[0].isupper()
        if (dated or shouted) if name.isupper() else (_named(name) or (dated and shouted)):
            yield Mark(name, "dateline", words[: match.end("name") + 1])


def _unknown_notes(words: str, names: Names) -> Iterator[Mark]:
    """Agencies that are not listed, in a note or a sign-off."""
    for pattern in (p.LABEL_UNKNOWN, p.WITH_UNKNOWN):
        if (match := pattern.search(words)) and not names.spot(words[match.start("name") : match.end() + _BESIDE]):
            yield Mark(match["name"].strip(), "note", words)
    if words.lower().startswith(("©", "copyright", "(c)")):
        if (name := p.NAMED.search(words)) and not names.spot(name[0]) and not p.PICTURE.search(words):
            yield Mark(name[0], "sign-off", words)
    elif p.BY.match(words) and len(words) <= 120 and (name := p.NAMED.search(words)) and not names.spot(name[0]):
        yield Mark(name[0], "byline", words)
    elif len(words) <= 60 and (name := p.NAMED.fullmatch(words.strip(" –—-()."))) and not names.spot(name[0]):
        yield Mark(name[0], "sign-off", words)


def _unknown_source(words: str, article: Article) -> Iterator[Mark]:
    """An outlet, listed or not, from which the article says that it is taken."""
    for match in p.REPUBLISHED_UNKNOWN.finditer(words[: 3 * _LONGEST]):
        name = match["name"].strip(" .")
        own = {plain(article.publisher), plain(str(_mapping(article.metadata.get("meta")).get("og:site_name", "")))}
        if plain(name) not in own and not p.DATE_WORD.match(name):
            yield Mark(name, "note", match[0].strip())


def _named(text: str) -> str:
    """A name that says of itself that it is an agency's, in a field."""
    match = p.NAMED.search(text[:_LONGEST]) if text else None
    return match[0].strip() if match else ""


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _strings(value: object, depth: int = 0) -> Iterator[str]:
    """The names and addresses in a declared value: itself, its members, its name, url, @id, publisher, author."""
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif depth < 3 and isinstance(value, (list, tuple)):
        for part in value[:20]:
            yield from _strings(part, depth + 1)
    elif depth < 3 and isinstance(value, Mapping):
        for key in ("name", "url", "@id", "publisher", "author", "sourceOrganization", "provider"):
            yield from _strings(value.get(key), depth + 1)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or "" if "//" in address else ""
    except ValueError:
        return ""
