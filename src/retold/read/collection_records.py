"""Records to rows of the eight fields: JSON Lines, JSON articles and lists of them; and what makes a record bad."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson

from retold.errors import ReadError
from retold.model import FIELDS
from retold.read.collection_open import TOO_LARGE, ByteStream, decode_line, lines_of
from retold.read.language import language_code

__all__ = ["FIELDS", "Bad", "Rows", "read_lines", "rows_of"]

_ID, _LANG, _TEXT = FIELDS.index("id"), FIELDS.index("lang"), FIELDS.index("text")
_STR, _NONE = frozenset({str}), type(None)

# orjson parses two and a half times as fast as json. What it refuses is tried again with json, so that both read the
# same but for a whole number of more than 64 bits as an id, which orjson takes for an inexact one.
loads: Callable[[bytes], Any] = orjson.loads


@dataclass(slots=True)
class Rows:
    """A stretch of a file as columns: `columns[f][i]` is field `FIELDS[f]` of the record number `numbers[i]`.

    Fields that were asked for beyond these may follow; pages have none of them.
    Records are numbered from 1 in their file. An id is empty where the record has none. `bad` holds the number and
    the reason of each record that was left out; `position` is how far the file on disk was read, in bytes.
    """

    columns: list[list[str]] = field(default_factory=lambda: [[] for _ in FIELDS])
    numbers: Sequence[int] = ()
    bad: list[tuple[int, str]] = field(default_factory=list)
    position: int = 0

    @property
    def last(self) -> int:
        """The number of the last record, good or bad; 0 without any."""
        return max(self.numbers[-1] if self.numbers else 0, self.bad[-1][0] if self.bad else 0)


class Bad:
    """Stands in place of a record that could not be read; `reason` is one plain sentence."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason


def read_lines(stream: ByteStream, keys: Mapping[str, str], skip: int = 0) -> Iterator[Rows]:
    """The articles of a JSON Lines file; the number of a record is that of its line. `skip` lines are passed over.

    `keys` names the key of each field. A file that is damaged gives one bad record at the place where it breaks off.
    """
    number = 0  # of the last line read
    try:
        for lines in lines_of(stream):
            first, number = number + 1, number + len(lines)
            if number <= skip:
                continue
            if first <= skip:
                lines, first = lines[skip + 1 - first :], skip + 1
            rows = _rows_of_lines(lines, first, keys)
            rows.position = stream.position
            yield rows
    except ReadError as error:
        yield Rows(bad=[(number + 1, str(error))], position=stream.position)


def _rows_of_lines(lines: list[bytes | None], first: int, keys: Mapping[str, str]) -> Rows:
    """The rows of some lines, the first of which has the number `first`; blank lines are no records."""
    values: list[Any] = []
    bad: list[tuple[int, str]] = []
    skipped: list[int] = []  # the indexes in `lines` of bad and blank ones
    left = iter(lines)
    while True:
        line = None
        try:
            for line in left:
                values.append(loads(line))  # type: ignore[arg-type]  # None fails as a broken line does
            break
        except (ValueError, TypeError, RecursionError):
            i = len(values) + len(skipped)
            value = Bad(TOO_LARGE) if line is None else _value(line) if line.strip() else None
            if value is None or isinstance(value, Bad):
                skipped.append(i)
            else:
                values.append(value)
            if isinstance(value, Bad):
                bad.append((first + i, value.reason))
    numbers: Sequence[int] = range(first, first + len(lines))
    if skipped:
        gaps = set(skipped)
        numbers = [first + i for i in range(len(lines)) if i not in gaps]
    rows = rows_of(values, numbers, keys)
    rows.bad = sorted([*rows.bad, *bad])
    return rows


def _value(line: bytes) -> Any:
    """What the JSON of a line holds that the quick parser refuses, or why it cannot be read."""
    text = decode_line(line)
    if text is None:
        return Bad("The line is not text in UTF-8.")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        return Bad(f"The line is not valid JSON: column {error.colno}, {error.msg}.")
    except RecursionError:
        return Bad("The line is nested too deeply for a JSON article.")
    except ValueError as error:  # a number of thousands of digits
        return Bad(f"The line cannot be read as JSON: {error}.")


def rows_of(values: Sequence[Any], numbers: Sequence[int], keys: Mapping[str, str]) -> Rows:
    """The rows of parsed records, where `keys` names the key of each field; everything is kept exactly as given.

    `keys` may name fields beyond those of an article, which come behind them; what is no text there is passed over.
    Records that are no articles (no object, a wrong type, no text) are left out and listed in `bad`.
    """
    try:
        columns = [[value.get(keys[name]) for value in values] for name in FIELDS]
    except AttributeError:  # not an object
        return _one_by_one(values, numbers, keys)
    for f, column in enumerate(columns):
        types = set(map(type, column))
        if types == _STR:
            continue
        allowed = {str} if f == _TEXT else {str, int, _NONE} if f == _ID else {str, _NONE}
        if not types <= allowed:
            return _one_by_one(values, numbers, keys)
        columns[f] = [""] * len(column) if types == {_NONE} else [_plain(value) for value in column]
    texts = columns[_TEXT]
    if "" in texts or any(map(str.isspace, texts)):
        return _one_by_one(values, numbers, keys)
    columns[_LANG] = _languages(columns[_LANG])
    return Rows([*columns, *_beyond(values, keys)], numbers)


def _beyond(records: Sequence[Any], keys: Mapping[str, str]) -> list[list[str]]:
    """The columns that `keys` names beyond the fields of an article."""
    given = ([record.get(key) for record in records] for name, key in keys.items() if name not in FIELDS)
    return [[_plain(value) if type(value) in (str, int) else "" for value in column] for column in given]


def _plain(value: str | int | None) -> str:
    return value if type(value) is str else "" if value is None else str(value)


def _languages(column: list[str]) -> list[str]:
    """The declared languages as plain codes."""
    return column if not any(column) else [_code(value) for value in column]


@lru_cache(maxsize=1000)
def _code(declared: str) -> str:
    return language_code(declared)


def _one_by_one(values: Sequence[Any], numbers: Sequence[int], keys: Mapping[str, str]) -> Rows:
    """The rows of records of which at least one is bad."""
    rows = Rows()
    kept: list[int] = []
    good: list[Any] = []
    for value, number in zip(values, numbers, strict=True):
        fields = _fields(value, keys)
        if isinstance(fields, Bad):
            rows.bad.append((number, fields.reason))
        else:
            kept.append(number)
            good.append(value)
            for column, text in zip(rows.columns, fields, strict=True):
                column.append(text)
    rows.columns[_LANG] = _languages(rows.columns[_LANG])
    rows.columns += _beyond(good, keys)
    rows.numbers = kept
    return rows


def _fields(record: Any, keys: Mapping[str, str]) -> list[str] | Bad:
    """The eight fields of one record, or why it has none."""
    if isinstance(record, Bad):
        return record
    if not isinstance(record, Mapping):
        return Bad(f"The record holds {_kind(record)}, not one JSON article.")
    fields = []
    for name in FIELDS:
        value = record.get(keys[name])
        if name == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None:
            value = ""
        if not isinstance(value, str):
            return Bad(f"The record has a wrong type for “{keys[name]}”: {_kind(value)} instead of text.")
        fields.append(value)
    if keys["text"] not in record:
        return Bad(f"The record has no “{keys['text']}”.")
    return fields if fields[_TEXT].strip() else Bad(f"The record has an empty “{keys['text']}”.")


def _kind(value: object) -> str:
    """What a JSON value is, in plain words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if isinstance(value, (list, tuple)) else f"a {type(value).__name__}"
