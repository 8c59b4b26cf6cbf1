"""Web pages and plain texts of a collection: one article a file, read where there is a core for it."""

from __future__ import annotations

from retold.errors import EmptyArticleError, ReadError
from retold.read.collection_open import TOO_LARGE, open_bytes
from retold.read.collection_records import FIELDS, Rows
from retold.read.decode import decode, mend, unix_line_ends
from retold.read.record import record_fields
from retold.read.sources import MAX_FILE_BYTES, _is_html, _json_record

__all__ = ["DIED", "article_rows", "file_rows"]

DIED = "The process that read this page died."


def file_rows(path: str, compression: str, name: str, position: int) -> Rows:
    """The article in a file with a page or a text, whose id is `name` unless it is a JSON article with one."""
    try:
        with open_bytes(path, compression) as stream:
            data = stream.read(MAX_FILE_BYTES + 1)
            stream.read(1)  # shows whether compressed data are whole
    except ReadError as error:
        return Rows(bad=[(1, str(error))], position=position)
    return article_rows(data, name, 1, position)


def article_rows(data: bytes, name: str, number: int, position: int, *, url: str = "", charset: str = "") -> Rows:
    """One row with the article in `data`, told by its content as `retold.read.read` does; or a bad record.

    `name` is the id and stands for the source in reasons, `url` and `charset` are what is known of a page from the
    web: its address, which is kept, and the encoding that the server declared.
    """
    try:
        fields = _fields(data, name, url, charset)
    except ReadError as error:
        return Rows(bad=[(number, str(error))], position=position)
    except Exception as error:  # one page that nobody foresaw must not cost the others
        return Rows(bad=[(number, f"{name} could not be read ({type(error).__name__}: {error}).")], position=position)
    return Rows([[fields[field]] for field in FIELDS], (number,), position=position)


def _fields(data: bytes, name: str, url: str, charset: str) -> dict[str, str]:
    """The eight fields of the article in `data`."""
    if len(data) > MAX_FILE_BYTES:
        raise ReadError(TOO_LARGE)
    text, _ = decode(data, charset=charset, name=name)
    if not text.strip():
        raise EmptyArticleError(f"{name} is empty.")
    fields = dict.fromkeys(FIELDS, "") | {"id": name}
    if url or _is_html(text, name, ""):
        from retold.read.page import page_fields

        page = page_fields(mend(text)[0], name, url)
        fields |= {field: page[field] for field in FIELDS if field in page}
        if url:
            fields["url"] = url
        return fields
    record = _json_record(text, name, "")
    if record is not None:
        read = record_fields(record, name)
        return read | {"id": read["id"] or name}
    text = unix_line_ends(text)
    return fields | {"text": text if text.isascii() else mend(text)[0]}  # looking for mojibake takes the longest
