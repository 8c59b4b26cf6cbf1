"""Find the families of a collection from end to end: read, fingerprint, match, verify, group."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retold._version import __version__
from retold._workers import available_cores
from retold.errors import SettingsError
from retold.model import Families, Family, Member

if TYPE_CHECKING:
    from retold.match import Links, Store
    from retold.match.dedup import Keep
    from retold.read.collection import Source

__all__ = [
    "MOST_DAYS",
    "Progress",
    "SkippedRecord",
    "check_apart",
    "check_days",
    "check_ignored",
    "ends_of",
    "families_of",
    "find",
    "search_settings",
]

Progress = Callable[[str, float], None]
SkippedRecord = tuple[str, int, str]

_AHEAD = 2  # batches a thread that are read ahead
# Reports are retold within days, and parts of them, as background, within weeks: of the labelled retellings one excerpt
# is 39 days younger than its wire. Of the links between US Senate releases two in five joined releases more than a
# month apart: grants, appointments and votes told in the words of the last ones.
MOST_DAYS = 45
IGNORABLE = ("publisher", "byline", "lang")
KEEPS = ("earliest", "longest", "credited")


def find(
    paths: str | Path | Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    ignore_same: Iterable[str] = (),
    most_days: int = MOST_DAYS,
    workers: int | None = None,
    work: str | Path | None = None,
    resume: bool = False,
    dedup: str | Path | None = None,
    keep: Keep = "earliest",
    progress: Progress | None = None,
    on_bad: Callable[[SkippedRecord], None] | None = None,
) -> Families:
    """Find which articles of a collection tell the same report.

    `paths` are files, folders and glob patterns, or one of them: text, HTML, JSON, JSON Lines, CSV, Parquet and WARC,
    also compressed. `columns` names the fields that are called otherwise in the records, as {"text": "body"}. Pairs of
    articles with the same `ignore_same` ("publisher", "byline", "lang") are not linked, nor are articles published more
    than `most_days` apart, near-copies excepted; 0 lets any number of days pass. `workers` is the number of
    threads, by default one a core; the result does not depend on it. `work` is a folder of its own for what is found
    on the way, which is left there; with `resume`, an interrupted search goes on from there. With `dedup`, the
    collection is also written to that file as JSON Lines without its retellings, the `keep` version of each report
    ("earliest", "longest" or "credited") kept, and what was removed and why to FILE.removed.jsonl beside it.
    `progress` is called with what is being done and the share of it that is done, `on_bad` with each record that
    could not be read: its file, its number, and why.

    Raises `ReadError` where there is nothing to read, `SettingsError`, and `WriteError`. Everything is read as a
    stream; memory grows with the words and links of the articles, not with their text.

    >>> import json, tempfile
    >>> wire = "The bridge at Orlen closed on Monday after the engineers Ada Quist and Tom Reyle found 14 cracks."
    >>> wire += " Mayor Olle Brandt said that repairs would cost 4 million crowns and take until June."
    >>> page = "Engineers Ada Quist and Tom Reyle found 14 cracks in the bridge at Orlen, and it closed on Monday."
    >>> page += " Repairs will take until June and cost 4 million crowns, said mayor Olle Brandt."
    >>> other = "A dry spring has cut the harvest of early potatoes around Tessin by a third, growers say."
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     lines = [json.dumps({"id": i, "text": text}) for i, text in zip("abc", (wire, page, other))]
    ...     _ = Path(folder, "news.jsonl").write_text("\\n".join(lines))
    ...     [family.articles for family in find([folder]).families]
    [('a', 'b')]
    """
    from retold.cli.output import check_output
    from retold.match import Store
    from retold.match.dedup import places, write_clean
    from retold.read.collection import find_sources

    same = check_ignored(ignore_same)
    check_days(most_days)
    if workers is not None and workers < 1:
        raise SettingsError(f"The number of workers must be 1 or more, not {workers}.")
    if resume and work is None:
        raise SettingsError("To resume a search, name its work folder.")
    if keep not in KEEPS:
        raise SettingsError(f"The version to keep is {', '.join(KEEPS[:-1])} or {KEEPS[-1]}, not {keep}.")
    written = [] if dedup is None else places(Path(dedup))
    for path in written:
        check_output(path)
    tell = progress or (lambda step, done: None)
    given = [paths] if isinstance(paths, str | Path) else paths
    sources = find_sources(given)
    check_apart(sources, written)
    if work is not None:
        _check_outside(Path(work), given)
    threads = workers or available_cores()
    settings = {
        "version": __version__,
        "columns": dict(sorted((columns or {}).items())),
        "sources": [(source.name, source.size, os.stat(source.path).st_mtime_ns) for source in sources],
    }
    with _folder(None if work is None else Path(work)) as folder:
        store = Store(folder, settings, resume=resume)
        _read(store, sources, columns, workers, threads, tell)
        bad = [tuple(record) for note in store.notes for record in note["bad"]]
        for record in bad:
            if on_bad:
                on_bad(record)
        links, first = _match(store, threads, tell)
        families = _families(store, links, first, same, most_days, tell)
        if dedup is not None:
            write_clean(Path(dedup), families, store.articles(), keep)
    return Families(families, len(first), len(bad), search_settings(same, most_days))


def search_settings(same: Sequence[str], most_days: int) -> dict[str, Any]:
    """The settings on which the families of a collection depend, as results carry them."""
    return {"version": __version__, "ignore_same": list(same), "most_days": most_days}


def check_days(most_days: int) -> None:
    """Raise `SettingsError` where it is no number of days."""
    if most_days < 0:
        raise SettingsError(f"The most days between two articles must be 0 or more, not {most_days}.")


def check_apart(sources: Iterable[Source], written: Iterable[Path]) -> None:
    """Raise `SettingsError` where a file of the collection is one that is to be written."""
    ours = {os.path.realpath(path): path for path in written if path.is_file()}
    for source in sources:
        if ours and (path := ours.get(os.path.realpath(source.path))) is not None:
            raise SettingsError(f"{path} is part of the collection; write to another file.")


def _check_outside(work: Path, paths: Iterable[str | Path]) -> None:
    """Raise `SettingsError` where the work folder lies in a folder that is read, and is not hidden there."""
    place = Path(os.path.realpath(work))
    for top in (Path(os.path.realpath(path)) for path in paths if os.path.isdir(path)):
        if place.is_relative_to(top) and not any(name.startswith(".") for name in place.relative_to(top).parts):
            raise SettingsError(f"The work folder {work} lies in the collection and would be read with it.")


def check_ignored(fields: Iterable[str]) -> tuple[str, ...]:
    """The fields in which linked articles must differ; a `SettingsError` where one cannot be used so."""
    same = tuple(fields)
    if unknown := [name for name in same if name not in IGNORABLE]:
        raise SettingsError(f"Articles can be told apart by {', '.join(IGNORABLE)}, not by {unknown[0]}.")
    return same


@contextmanager
def _folder(work: Path | None) -> Iterator[Path]:
    """The work folder, or one that is removed at the end."""
    if work is not None:
        yield work
        return
    made = Path(tempfile.mkdtemp(prefix="retold-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _read(
    store: Store,
    sources: Sequence[Source],
    columns: Mapping[str, str] | None,
    workers: int | None,
    threads: int,
    tell: Progress,
) -> None:
    """Read what is not in the store yet, and fingerprint it on other threads while reading goes on."""
    from retold.fingerprint.prints import fingerprint, warm_up
    from retold.read.collection import Position, read_collection

    total = sum(source.size for source in sources) or 1
    start = Position(**store.notes[-1]["after"]) if store.notes else None
    seen = (name for _, batch in store.articles() for name in batch.column("id").to_pylist()) if store.notes else ()
    with ThreadPoolExecutor(threads) as pool:
        warm = pool.submit(warm_up)
        waiting: list[tuple[Any, Future[Any]]] = []

        def keep(most: int) -> None:
            while len(waiting) > most:
                batch, prints = waiting.pop(0)
                note = {"after": asdict(batch.after), "bad": [(b.path, b.record, b.reason) for b in batch.bad]}
                store.add(batch.articles, prints.result(), note)
                tell("Reading", batch.bytes_read / total)

        try:
            for batch in read_collection(sources, columns=columns, workers=workers, start=start, seen=seen):
                warm.result()
                waiting.append((batch, pool.submit(fingerprint, batch.articles.column("text"))))
                keep(_AHEAD * threads)
            keep(0)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _match(store: Store, threads: int, tell: Progress) -> tuple[Links, Any]:
    """The verified links between articles with different words, and the first article with each one's words."""
    from retold.match import search

    return search(store, store.column("hashes"), threads=threads, tell=lambda done: tell("Comparing", done))


def _families(
    store: Store, links: Links, first: Any, same: Sequence[str], most_days: int, tell: Progress
) -> tuple[Any, ...]:
    """The families with their members' metadata, directions and origins."""
    import numpy as np

    tell("Grouping", 0.0)
    copies = np.flatnonzero(first != np.arange(len(first)))
    wanted = np.unique(np.concatenate([links.pairs.ravel(), first[copies], copies]))
    members: dict[int, Member] = {}
    texts: dict[int, str] = {}
    counts = np.diff(store.word_bounds())
    for offset, batch in store.articles():
        own = wanted[np.searchsorted(wanted, offset) : np.searchsorted(wanted, offset + batch.num_rows)]
        rows = batch.take(own - offset).to_pylist()
        for number, row in zip(own.tolist(), rows, strict=True):
            texts[number] = ends_of(row.pop("text"))
            members[number] = Member(**row, words=int(counts[number]))
    families = families_of(links, first, copies, members, texts, same, most_days)
    tell("Grouping", 1.0)
    return families


def families_of(
    links: Links,
    first: Any,
    copies: Any,
    members: Mapping[int, Member],
    texts: Mapping[int, str],
    same: Sequence[str],
    most_days: int,
) -> tuple[Family, ...]:
    """The families of verified links and of exact copies.

    Without pairs that agree in one of the fields `same`, and without those too many days apart.

    As for `retold.match.assemble`, `first` gives for each article the earliest with the same words, `copies` those
    that are not that earliest; `members` and `texts` are those of all articles in links or copies.
    """
    import numpy as np

    from retold.match import assemble, group_articles
    from retold.match.assemble import Pairs
    from retold.match.days import near_in_time

    links = links[near_in_time(links, first, copies, members, most_days)]

    def ignored(a: Member, b: Member) -> bool:
        return _alike(a, b, same)

    if same and len(links):
        find_pair = Pairs(first, copies, members, ignored)
        links = links[np.array([find_pair(a, b) is not None for a, b in links.pairs.tolist()], np.bool_)]
    return assemble(group_articles(links), links, first, copies, members, texts, ignored)


def ends_of(text: str) -> str:
    """The beginning and the end of a text, where datelines and sign-offs stand."""
    return text if len(text) <= 1000 else f"{text[:500]}\n{text[-499:]}"


def _alike(a: Member, b: Member, fields: Sequence[str]) -> bool:
    """Whether two articles have the same known value in one of the fields."""
    return any(getattr(a, name) and getattr(a, name) == getattr(b, name) for name in fields)
