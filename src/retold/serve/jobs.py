"""What worker processes do: everything that looks closely at texts of strangers.

Each job is a generator: what it yields is sent at once, so that what was found in time is there when time is over.
Errors of the library come back as themselves.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from retold.archive import Archive, Entry, Licensed, Match
from retold.errors import ArchiveError, RetoldError
from retold.model import FIELDS, Article
from retold.report.check import entry_record
from retold.serve.errors import InvalidError, NotFoundError, text_too_long

__all__ = ["JOBS", "add", "check", "compare", "link", "page", "run", "version_name", "warm_up"]

# Two short texts that go the whole way once, so that what is compiled and loaded at first use is there.
_WARM_A = "The bridge at Orlen closed on Monday after the engineers Ada Quist and Tom Reyle found 14 cracks in it."
_WARM_B = "Engineers Ada Quist and Tom Reyle found 14 cracks in the bridge at Orlen, which closed on Monday."


def warm_up(archive: Archive) -> None:
    """Go the whole way once, and find out whether the archive can be read."""
    for _ in check(archive, {"text": _WARM_A}, 1):
        pass
    for _ in compare(archive, {"text": _WARM_A}, {"text": _WARM_B}):
        pass


def check(
    archive: Archive, given: Mapping[str, Any], most: int, licensed: Licensed | None = None
) -> Iterator[Any]:
    """First the matches, then one comparison after the other, with the place of its match."""
    from retold.report.record import comparison_record

    article = _article(archive, given)
    matches = archive.check(article, most, licensed=licensed)
    yield {
        "article": _shown(article),
        "matches": [_match_record(match) for match in matches],
        "private": _private(article),
        "involved": [[version_name(match.entry), match.entry.added] for match in matches],
    }
    if archive.store == "text":
        for place, match in enumerate(matches):
            yield place, comparison_record(match.comparison)


def compare(archive: Archive, a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Any]:
    """The comparison as a record, and both articles as they are kept for its page."""
    from retold.pipeline import compare_articles
    from retold.report.record import comparison_record

    first, second = _article(archive, a), _article(archive, b)
    names = [given["archived"] for given in (a, b) if given.get("archived")]
    yield {
        "comparison": comparison_record(compare_articles(first, second)),
        "private": [_private(first), _private(second)],
        "involved": [[version_name(entry), entry.added] for entry in map(archive.entry, names)],
    }


def page(archive: Archive, a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Any]:
    """The report on two articles as a page of HTML."""
    from retold.pipeline import compare_articles
    from retold.report.page import comparison_page

    yield comparison_page(compare_articles(_article(archive, a), _article(archive, b)))


def add(archive: Archive, article: Mapping[str, Any]) -> Iterator[Any]:
    """What became of an article that was added, and the entry of the version that holds its text."""
    added = archive.add([article])
    entry = archive.holding(article["text"])
    yield {"added": asdict(added), "article": entry_record(entry) if entry else None}


class _EnoughError(Exception):
    """The time that linking may take is over."""


def link(archive: Archive, seconds: float) -> Iterator[Any]:
    """Link archived articles for so many seconds; whether there is more to do."""
    until = time.monotonic() + seconds

    def tell(step: str, done: float) -> None:
        if time.monotonic() > until and done < 1:
            raise _EnoughError

    try:
        archive.link(tell, in_steps=True)
    except _EnoughError:
        yield True
    else:
        yield False


JOBS: dict[str, Callable[..., Iterator[Any]]] = {
    "check": check,
    "compare": compare,
    "page": page,
    "add": add,
    "link": link,
}


def version_name(entry: Entry) -> str:
    """The name of just this version: an id alone names the latest, which may be another one tomorrow."""
    return f"{entry.id}@{entry.version}"


def _match_record(match: Match) -> dict[str, Any]:
    return {
        "article": entry_record(match.entry),
        "probability": float(match.probability),
        "kind": match.kind,
        "shares": [float(share) for share in match.shares],
        "licensed": bool(match.licensed),
        "spans": [
            {"checked": asdict(checked), "archived": asdict(archived)} for checked, archived in match.spans
        ],
        "comparison": None,
    }


def _article(archive: Archive, given: Mapping[str, Any]) -> Article:
    """The article that a job was given: a text with fields, bytes that were sent or fetched, or an archived one.

    Never a path or an address: what strangers write is not looked up on this machine.
    """
    from retold.read import read_bytes, read_text

    if given.get("archived"):
        return _archived(archive, given["archived"])
    stated = {name: given[name] for name in FIELDS[:-1] if given.get(name)}
    if "data" in given:
        source = {name: given.get(name, "") for name in ("charset", "kind")}
        article = read_bytes(given["data"], given["name"], url=given.get("found", ""), **source)
        article = replace(article, **stated)
        if not article.url and given.get("found"):
            article = replace(article, url=given["found"])
        if len(article.text) > given["longest"]:
            raise text_too_long(article.text, given["longest"])
        return article
    kept = {"notes": tuple(given.get("notes", ())), "metadata": given.get("metadata", {})}
    return read_text(given["text"], **stated, **kept)


def _archived(archive: Archive, name: str) -> Article:
    from retold.read import read

    if archive.store != "text":
        raise InvalidError("This archive keeps no texts, so its articles cannot be compared.", code="no-texts")
    try:
        article = archive.get(name)
    except ArchiveError as error:
        raise NotFoundError(f"There is no article {name} in the archive.") from error
    return read(article)


def _shown(article: Article) -> dict[str, Any]:
    """What a check says of the article that was checked."""
    stated = {name: getattr(article, name) for name in FIELDS}
    return {**stated, "characters": len(article.text), "notes": list(article.notes)}


def _private(article: Article) -> dict[str, Any]:
    """An article as it is kept, so that its page can be made later; sentences are found again."""
    kept = {field.name: getattr(article, field.name) for field in fields(article) if field.name != "sentences"}
    # What a page declares of itself may hold anything; here it becomes what JSON can hold.
    kept["metadata"] = json.loads(json.dumps(dict(article.metadata), default=str))
    kept["notes"] = list(article.notes)
    return kept


def run(archive: Archive, name: str, arguments: tuple[Any, ...]) -> Iterator[Any]:
    """What a job yields; where it fails, the error as the last thing."""
    try:
        yield from JOBS[name](archive, *arguments)
    except RetoldError as error:
        yield error
    except (MemoryError, RecursionError):
        yield InvalidError("This text asks for more memory than there is.", status=422, code="not-read")
