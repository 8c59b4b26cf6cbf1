"""A comparison as PAN XML, the interchange format of the PAN text-alignment task.

One document a pair: `a` takes the place of the suspicious document and `b` that of the source document.
The format names a found passage "detected-plagiarism". That is the format's word and not retold's: it says
only that the two stretches tell the same, and nothing about who wrote first or whether reuse was licensed.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import quoteattr

from retold.errors import WriteError
from retold.model import Comparison, Passage

__all__ = ["PanFolder", "pan_document", "pan_file", "pan_name", "write_pan"]

# XML 1.0 cannot carry these at all, not even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNSAFE_IN_NAMES = re.compile(r"[^\w.-]+")
_LONGEST_STEM = 100


def pan_document(comparison: Comparison) -> str:
    """The passages as a PAN XML document; without passages, a document without features."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<document reference={_attribute(comparison.a.id)}>"]
    lines += [_feature(passage, comparison.b.id) for passage in comparison.alignment.passages]
    return "\n".join([*lines, "</document>", ""])


def pan_name(comparison: Comparison) -> str:
    """The file name for a pair, `<a>-<b>.xml`, from the ids without folder and ending."""
    return f"{_stem(comparison.a.id, 'a')}-{_stem(comparison.b.id, 'b')}.xml"


def pan_file(comparison: Comparison) -> tuple[str, str]:
    """Name and content of the file for a pair."""
    return pan_name(comparison), pan_document(comparison)


def write_pan(comparison: Comparison, folder: str | Path) -> Path:
    """Write `pan_document(comparison)` into `folder`, made if missing; returns the file's path."""
    return PanFolder(folder).write(*pan_file(comparison))


class PanFolder:
    """A folder of PAN XML files, made if missing. Files of an earlier run are replaced, own ones never."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)
        self._written: set[str] = set()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"Cannot write into {folder}: {error.strerror}.") from error

    def write(self, name: str, document: str) -> Path:
        """Write a document; where a pair before had the same name, the name gets a number."""
        stem, number = name.removesuffix(".xml"), 1
        while name.lower() in self._written:
            number += 1
            name = f"{stem}-{number}.xml"
        self._written.add(name.lower())
        path = self._folder / name
        try:
            path.write_text(document, encoding="utf-8", newline="\n")
        except OSError as error:
            raise WriteError(f"Cannot write {path}: {error.strerror}.") from error
        return path


def _feature(passage: Passage, source: str) -> str:
    a, b = passage.a, passage.b
    return (
        f'  <feature name="detected-plagiarism" this_offset="{a.start}" this_length="{a.end - a.start}"'
        f" source_reference={_attribute(source)}"
        f' source_offset="{b.start}" source_length="{b.end - b.start}"/>'
    )


def _attribute(value: str) -> str:
    """`value` escaped and quoted; newlines and tabs as references, or else parsers turn them into spaces."""
    return quoteattr(_NOT_XML.sub("\ufffd", value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _stem(article_id: str, fallback: str) -> str:
    """What of an id can safely stand in a file name: no folder, no ending, no odd characters."""
    last = re.split(r"[/\\]", article_id.rstrip("/\\"))[-1]
    stem = re.sub(r"\.(txt|html?|json|xml)$", "", last, flags=re.IGNORECASE)
    return _UNSAFE_IN_NAMES.sub("_", stem)[:_LONGEST_STEM].strip("._-") or fallback
