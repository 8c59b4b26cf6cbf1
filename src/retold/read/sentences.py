"""Where the sentences of a text stand: exact offsets, in any language."""

from __future__ import annotations

import re

from retold.read.abbreviations import ORDINAL_LANGUAGES, ambiguous, before_number, never_ends, starters
from retold.read.paragraphs import paragraph_spans
from retold.read.wordlist import word_set

__all__ = ["split_paragraph", "split_sentences"]

Span = tuple[int, int]

_STOP = re.compile(r"([.!?…。！？｡؟۔।॥‽]+)([\"”’'»)\]」』）】*]*)")
_WIDE = frozenset("。！？｡")
# Quotation marks and brackets that stand before the first letter of a sentence, dashes and list marks.
_OPENING = re.compile(r"[\s\"“”‘’'«»„‚‹›「『（(\[—–\-•*¿¡#]*")
_WORD = re.compile(r"[^\W_]{1,30}")
_WORD_CHARACTERS = re.compile(r"[\w.'’&\-]+$")
_FLOATING = re.compile(r"[\s]{1,3}([\"”’»“]+)(?=[\s.,;:!?)]|$)")
# Looked for in few texts, so compiled at first use.
_ATTRIBUTION = (
    r"(?:I|(?:(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Prof|Gen|Judge)\.?\s)?[A-Z][\w'’\-]+(?:\s(?:de|van|von|al|"
    r"bin)|\s[A-Z][\w'’\-.]*){0,3})\s"
    r"(?:said|says|asked|asks|added|adds|told|tweeted|wrote|writes|shouted|yelled|replied|continued|"
    r"exclaimed|quipped|"
    r"joked|demanded|wondered|cried|screamed|declared|insisted|recalled|posted)\b"
)
_PRONOUNS = frozenset(["He", "She", "They", "We", "It", "You", "This", "That"])
_CLOCK_FOLLOWERS = word_set(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June "
    "July August September "
    "October November December Eastern Central Pacific Mountain Atlantic EST EDT ET CST CDT CT PST PDT "
    "PT MST MDT MT GMT UTC "
    "BST CET IST SGT AEST Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thurs "
    "Fri Sat Sun"
)
_HOST_ENDINGS = word_set("Com Net Org Gov Edu Uk Js Io Tv Co De Fr COM NET ORG TV UK")
_AGENCY_STOP = re.compile(r"[^\n]{0,60}\((?:[A-Z]{2,5}|[A-Z][a-z]{3,9}|dpa|efe|sda)\)$")


def split_sentences(text: str, lang: str = "") -> list[Span]:
    """The sentences of `text` as (start, end), half-open and trimmed, each inside one paragraph.

    `lang` is an ISO 639-1 code and chooses the abbreviations; an unknown one serves too.

    >>> text = "Mr. Ode left at 3 p.m. Monday. “It is over.” Nobody asked."
    >>> [text[start:end] for start, end in split_sentences(text, "en")]
    ['Mr. Ode left at 3 p.m. Monday.', '“It is over.”', 'Nobody asked.']
    """
    return [span for start, end in paragraph_spans(text) for span in split_paragraph(text, start, end, lang)]


def split_paragraph(text: str, start: int, end: int, lang: str = "") -> list[Span]:
    """The sentences of the paragraph `text[start:end]`, which has no white space at its edges."""
    spans: list[Span] = []
    begin = counted = start
    straight = opened = 0  # straight quotation marks so far; curly ones open
    for match in _STOP.finditer(text, start, end):
        stop, close = match.end(1), match.end()
        if stop < begin:
            continue
        straight += text.count('"', counted, stop)
        opened += text.count("“", counted, stop) + text.count("„", counted, stop) - text.count("”", counted, stop)
        counted = stop
        close = _closed(text, stop, close, end, straight, opened)
        if close >= end:
            break
        if not _ends(text, begin, match.start(), stop, close, end, lang):
            continue
        floating = _FLOATING.match(text, close, end)
        if floating and _closes(floating.group(1), straight, opened, lang):
            close = floating.end(1)
        spans.append((begin, close))
        begin = close
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        spans.append((begin, end))
    return spans


def _closed(text: str, stop: int, close: int, end: int, straight: int, opened: int) -> int:
    """Where the closing marks after a stop end; a mark that opens what follows is not one of them."""
    if close < end and text[close] == "“" and opened > 0 and (close + 1 == end or not text[close + 1].isalnum()):
        return close + 1  # German closes with the mark that English opens with
    if close > stop and close < end and text[close].isalnum():
        mark = text[close - 1]
        if (mark == '"' and (straight + text.count('"', stop, close)) % 2) or mark in "‘'*":
            return close - 1
    return close


def _closes(mark: str, straight: int, opened: int, lang: str) -> bool:
    """Whether a quotation mark that stands alone after a space closes the sentence before it."""
    if mark[0] == '"':
        return straight % 2 == 1
    if mark[0] == "“":
        return opened > 0
    return not (mark[0] == "»" and lang == "de")


def _ends(text: str, begin: int, stop_start: int, stop: int, close: int, end: int, lang: str) -> bool:
    """Whether the stop at `stop_start:stop`, with its closing marks up to `close`, ends a sentence."""
    mark = text[stop - 1]
    following = text[close]
    if mark in _WIDE:
        return not (close > stop and lang == "ja" and text[close - 1] in "」』）" and following not in "「『\u3000 ")
    if not following.isspace():
        return _glued(text, begin, stop_start, stop, close, end, lang)
    opening = _OPENING.match(text, close, end)
    at = opening.end() if opening else close
    if at >= end:
        return True
    first = text[at]
    found = _WORD.match(text, at, end)
    word = found.group() if found else ""
    if first.islower() and not _odd_name(text, at):
        return False
    if mark == "…" or (mark == "." and stop - stop_start > 1):
        elided = stop_start > begin and text[stop_start - 1].isspace()
        return word in starters(lang) if elided else bool(word)
    if mark == ".":
        if first.isdigit() or first.isalpha():
            return _full_stop_ends(text, begin, stop_start, close, at, word, lang)
        return True
    quoted = close > stop and text[close - 1] in "\"”’'»"
    if quoted and at - close <= 1 and word not in _PRONOUNS and re.match(_ATTRIBUTION, text[at : min(end, at + 120)]):
        return False
    return not text.endswith(("Yahoo", "Jeopardy"), begin, stop_start)


def _odd_name(text: str, at: int) -> bool:
    """Whether a name that begins with a small letter stands here: iPhone, eBay, al-Shabab."""
    return text[at + 1 : at + 2].isupper() or (text.startswith("al-", at) and text[at + 3 : at + 4].isupper())


def _word_before(text: str, begin: int, stop: int) -> str:
    """The word that the stop ends, with its inner full stops: `U.S` of `U.S.`"""
    found = _WORD_CHARACTERS.search(text, max(begin, stop - 24), stop)
    return found.group().lstrip("-.'’") if found else ""


def _full_stop_ends(text: str, begin: int, stop: int, close: int, at: int, word: str, lang: str) -> bool:
    """Whether a full stop ends the sentence, where a word that is not in small letters follows."""
    before = _word_before(text, begin, stop)
    if close > stop + 1:  # a closing quote or bracket follows: only an abbreviation in brackets goes on
        return word in starters(lang) or before.lower() not in never_ends(lang)
    if not before:
        return not _AGENCY_STOP.match(text, begin, stop)
    low = before.lower()
    opens_quote = text[at - 1] in '"“«„'
    number = word.isdigit() or word[:1].isdigit()
    if before.isdigit():
        if stop - len(before) == begin and len(before) <= 3:
            return False  # the number of a list item
        if lang in ORDINAL_LANGUAGES and len(before) <= 2:
            return word in starters(lang)
        return True
    if "-" in low and low not in never_ends(lang):
        low = low.rsplit("-", 1)[1]
        before = before.rsplit("-", 1)[1]
    if number and before_number(low):
        return False
    if low in never_ends(lang):
        return word in starters(lang) and low in ("st", "mt", "ft")
    if len(before) == 1 and before.isalpha() and (before.isupper() or lang not in ("", "en")):
        if text[max(begin, stop - 2)] in "/°":
            return True  # a unit: km/h
        if before in "IVX":
            return word in starters(lang)
        return word in starters(lang) and word != before and not _initial(text, begin, stop)
    if low in ("a.m", "p.m"):
        return word not in _CLOCK_FOLLOWERS and not (number and text[at - 1] == "(")
    if low in ambiguous(lang) or ("." in before and all(len(part) == 1 for part in before.split("."))):
        capitalised = before[0].isupper() or "." in before or lang not in ("", "en")
        if low in ambiguous("en") and not capitalised and low not in _LOWER_ABBREVIATIONS:
            return True  # "He saw the man. Then …": the ordinary word, not the abbreviation of Manitoba
        return word in starters(lang) or opens_quote
    if lang not in ("", "en") and low in ambiguous(""):
        return word in starters(lang)
    return True


_LOWER_ABBREVIATIONS = word_set("etc ft lb lbs oz mph sq yr yrs min hr hrs al")


def _initial(text: str, begin: int, stop: int) -> bool:
    """Whether the letter before the stop is the initial of a name: it comes first or after a capital."""
    head = text[max(begin, stop - 30) : stop - 1].split()
    return not head or head[-1][:1].isupper()


def _glued(text: str, begin: int, stop_start: int, stop: int, close: int, end: int, lang: str) -> bool:
    """Whether a sentence ends here although the next one follows without a space: "border.Ukrainian"."""
    mark = text[stop - 1]
    at = close
    if text[at] in '“"„«「(' and at + 1 < end:
        at += 1
    if not text[at].isupper():
        return mark not in ".…?!‽" and text[at].isalpha()
    found = _WORD.match(text, at, end)
    word = found.group() if found else ""
    if word in _HOST_ENDINGS:
        return False
    if close > stop:
        return len(word) > 1
    before = _word_before(text, begin, stop_start)
    if mark == "?" and not before and text[stop_start - 1] in '"”' and text[stop_start - 2] in ".!?,":
        return True  # a question mark left behind by a lost curly quote
    if mark in "?!…" or stop - stop_start > 1:
        return len(before) > 1 and (len(word) > 1 or word in starters(lang))
    if "." in before or "@" in text[max(begin, stop - 30) : stop] or text.startswith(".", at + len(word)):
        return False
    if before.isdigit():
        return len(before) > 1 and len(word) > 1 and word[1:].islower()
    if len(before) < (3 if at == close else 2) or not before[-2:].islower() or not before[-1].isalpha():
        return False
    if len(word) == 1:
        return word in starters(lang) and text[at + 1 : at + 2].isspace()
    return before.lower() not in never_ends(lang) and before.lower() not in ambiguous(lang)
