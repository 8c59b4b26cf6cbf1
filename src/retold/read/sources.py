"""From any source (a file, a page, an address, a JSON article, plain text) to an `Article`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from retold.errors import EmptyArticleError, FetchError, ReadError
from retold.model import Article
from retold.read.decode import decode, mend, unix_line_ends
from retold.read.language import language_code, recognise_language
from retold.read.record import parse_record, record_fields
from retold.read.roles import mark

__all__ = ["MAX_FILE_BYTES", "file_bytes", "read", "read_bytes", "read_record", "read_text"]

# The longest novels are 7 MB and a whole-site page dump 20; what is larger is not one article.
MAX_FILE_BYTES = 50_000_000

_URL = re.compile(r"^https?://\S+$", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"^([a-z][a-z0-9+.\-]{1,10})://\S+$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:txt|text|md|html?|xhtml|json|jsonl|xml|pdf|docx?|rtf|csv|log)$", re.IGNORECASE)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(?:p|div|h[1-6]|article|a|span|br|title|meta)\b[^<>]{0,300}>", re.IGNORECASE)


def read(source: str | Path | Article | Mapping[str, Any], *, id: str | None = None) -> Article:
    """Read one article.

    `source` is a path, an http(s) address, "-" for standard input, a JSON article as a mapping, an `Article`,
    or the text itself. A string of one line that names a file is read as that file. `id` replaces the id that
    the source gives. What cannot be read raises `ReadError` or one of its kinds, with one plain sentence.

    >>> read({"id": "a1", "text": "The river rose. It fell."}).sentences[1].text
    'It fell.'
    """
    if isinstance(source, Article):
        article = source if source.sentences or not source.text.strip() else _finish(source)
        return article if id is None else replace(article, id=id)
    if isinstance(source, Mapping):
        return read_record(source, id=id)
    if isinstance(source, os.PathLike):
        return _read_file(Path(source), id)
    if not isinstance(source, str):
        raise ReadError(f"An article cannot be read from a {type(source).__name__}.")
    line = source.strip()
    if line == "-":
        return _from_bytes(sys.stdin.buffer.read(MAX_FILE_BYTES + 1), "Standard input", "stdin" if id is None else id)
    if "\n" not in line and "\r" not in line:
        if _URL.match(line):
            return _read_url(line, id)
        if scheme := _OTHER_SCHEME.match(line):
            raise FetchError(f"Only http and https addresses can be fetched, not {scheme.group(1)}.")
        if _exists(line):
            return _read_file(Path(line), id)
        if _like_path(line):
            raise ReadError(f"No such file: {line}")
    return read_text(source, id=id or "")


def read_text(text: str, **fields: Any) -> Article:
    """An article from its text, kept exactly as given; `fields` are further fields of `Article`.

    Fills `sentences`, and `lang` and `notes` where they are not given.

    >>> read_text("Es regnete die ganze Nacht. Niemand schlief.").lang
    'de'
    """
    if not text.strip():
        raise EmptyArticleError("There is no text to read.")
    return _finish(Article(text=text, **fields))


def read_bytes(
    data: bytes, name: str, *, id: str | None = None, charset: str = "", kind: str = "", url: str = ""
) -> Article:
    """The article in bytes that were read or fetched before: a page, a JSON article or plain text.

    `name` stands for it in error messages and is its id, unless the article has one of its own; `id` replaces both.
    `charset` and `kind` (a media type) are what a server said of it, `url` is where it was found.

    >>> read_bytes("Der Fluss stieg. Er fiel.".encode("latin-1"), "note", charset="latin-1").id
    'note'
    """
    return _from_bytes(data, name, name if id is None else id, charset, kind, id is not None, url)


def read_record(record: Mapping[str, Any], *, id: str | None = None, name: str = "The JSON article") -> Article:
    """An article from a mapping with `id, title, byline, publisher, published, lang, url, text`.

    All but the text may be missing. Everything is kept exactly as given; `name` stands for the source
    in error messages.
    """
    fields: dict[str, Any] = dict(record_fields(record, name))
    if id is not None:
        fields["id"] = id
    return _finish(Article(**fields))


def _finish(article: Article) -> Article:
    """The article with its language, its sentences and their roles."""
    lang, notes = language_code(article.lang), list(article.notes)
    if not lang:
        lang, sure = recognise_language(article.text)
        if lang and not sure:
            notes.append(f"language guessed: {lang}")
    sentences = mark(article.text, lang, article.title)
    return replace(article, lang=lang, sentences=sentences, notes=tuple(notes))


def _exists(line: str) -> bool:
    """Whether a line of text names something on the disk."""
    if not line or len(line) > 4096:
        return False
    try:
        return os.path.isfile(line) or (os.path.isdir(line) and _like_path(line + os.sep))
    except (OSError, ValueError):
        return False


def _like_path(line: str) -> bool:
    """Whether a line of text can only be meant as a path."""
    if not line or len(line) > 1000 or any(character.isspace() for character in line):
        return False
    return bool(_SUFFIX.search(line)) or "/" in line or "\\" in line


def file_bytes(path: Path) -> bytes:
    """The bytes of a file, at most one more than an article may have; else a `ReadError`."""
    try:
        if path.is_dir():
            raise ReadError(f"{path} is a directory, not a file.")
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise ReadError(f"No such file: {path}") from error
    except PermissionError as error:
        raise ReadError(f"No permission to read {path}.") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"{path} could not be read: {getattr(error, 'strerror', None) or error}.") from error


def _read_file(path: Path, id: str | None) -> Article:
    """The article in a file."""
    return _from_bytes(file_bytes(path), path.name, path.name if id is None else id, keep_id=id is not None)


def _read_url(url: str, id: str | None) -> Article:
    """The article at an http(s) address."""
    from retold.read.fetch import fetch

    got = fetch(url)
    article = _from_bytes(got.data, url, url if id is None else id, got.charset, got.kind, id is not None, got.url)
    return article if article.url else replace(article, url=got.url)


def _from_bytes(
    data: bytes, name: str, id: str, charset: str = "", kind: str = "", keep_id: bool = True, url: str = ""
) -> Article:
    """The article in `data`, whose kind is told by its content, and by its name where that leaves it open."""
    if len(data) > MAX_FILE_BYTES:
        raise ReadError(f"{name} is larger than {MAX_FILE_BYTES // 1_000_000} MB, too large for one article.")
    text, notes = decode(data, charset=charset, name=name)
    if not text.strip():
        raise EmptyArticleError(f"{name} is empty.")
    if _is_html(text, name, kind):
        from retold.read.page import page_fields

        text, mended = mend(text)
        fields = page_fields(text, name, url)
        return _finish(Article(id=id, notes=(*notes, *mended), **fields))
    record = _json_record(text, name, kind)
    if record is not None:
        return read_record(record, id=id if keep_id or not record.get("id") else None, name=name)
    text, mended = mend(unix_line_ends(text))
    return read_text(text, id=id, notes=(*notes, *mended))


def _is_html(text: str, name: str, kind: str) -> bool:
    """Whether `text` is an HTML page."""
    if _HTML_START.match(text):
        return True
    if not text.lstrip().startswith("<"):
        return False
    named = name.lower().endswith((".html", ".htm", ".xhtml")) or "html" in kind
    return bool(_TAG.search(text, 0, 20_000)) and (named or text[:20_000].count("</") > 2)


def _json_record(text: str, name: str, kind: str) -> Mapping[str, Any] | None:
    """The JSON object that `text` is, or None where it is plain text."""
    named = name.lower().endswith(".json") or "json" in kind
    if named:
        return parse_record(text, name)
    if not re.match(r"\s*\{\s*\"", text):
        return None
    try:
        return parse_record(text, name)
    except ReadError:
        if name.lower().endswith((".txt", ".text")):
            return None
        raise
