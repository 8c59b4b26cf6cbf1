"""The links of all families as CSV, one a row, with what is known of both articles.

The table is made for spreadsheets, and what stands in it was written by strangers. A spreadsheet runs a cell
that begins with one of = + - @ as a formula, even where the cell is quoted. Such a cell gets an apostrophe in
front, which spreadsheets take for "this is text"; so does one that begins with an apostrophe before such a
sign, so that taking one apostrophe away from every cell that matches gives back what stood there.
"""

from __future__ import annotations

import csv
import re
from typing import TextIO

from retold.model import Families, Member

__all__ = ["COLUMNS", "plain_cell", "write_csv"]

COLUMNS = (
    "family",
    "source",
    "derived",
    "kind",
    "probability",
    "directed",
    "source_share",
    "derived_share",
    "source_publisher",
    "derived_publisher",
    "source_published",
    "derived_published",
    "source_title",
    "derived_title",
    "source_url",
    "derived_url",
)

# The wide forms of the four signs are read like the narrow ones by spreadsheets in East Asian settings.
_FORMULA = re.compile(r"['\s]*[=+\-@＝＋－＠]")
# A row is a line. Blanks in the place of line breaks, tabs and other control characters keep it so for any
# program; U+0085, U+2028 and U+2029 break lines too. Half a surrogate pair cannot be written as UTF-8.
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_HALVES = re.compile("[\ud800-\udfff]")
# Without it, Excel takes UTF-8 for the encoding of the system and shows "MÃ¼ller".
_BYTE_ORDER_MARK = "\ufeff"


def write_csv(families: Families, file: TextIO) -> None:
    """Write a row of names and then a row for every link of every family, in their order."""
    file.write(_BYTE_ORDER_MARK)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for family in families.families:
        members = {member.id: member for member in family.members}
        for link in family.links:
            pair: tuple[Member, Member] = (members[link.source], members[link.derived])
            about = [
                getattr(member, name) for name in ("publisher", "published", "title", "url") for member in pair
            ]
            numbers = [_number(value) for value in (link.probability, link.source_share, link.derived_share)]
            directed = "true" if link.directed else "false"
            text = [plain_cell(words) for words in (family.id, link.source, link.derived, *about)]
            writer.writerow([*text[:3], link.kind, numbers[0], directed, *numbers[1:], *text[3:]])


def _number(value: float) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


def plain_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula, on one line."""
    line = _HALVES.sub("\ufffd", _BREAKS.sub(" ", text))
    return f"'{line}" if _FORMULA.match(line) else line
