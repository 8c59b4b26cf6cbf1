"""Feeds odd and broken bytes and texts to the readers, the naming functions and the archive.

    python benchmarks/service/fuzz_readers.py [--minutes 30] [--seed 1] [--only TARGET ...]

Nothing but a `RetoldError` may come out, no process may die, and nothing may take longer than 20 seconds. The cases
are drawn by hypothesis: whole files of each kind with bytes flipped, cut out, doubled and put in, cut off anywhere,
before or after they were packed; and texts of all planes of Unicode, with halves of surrogate pairs, and with
stretches repeated until they are long. The targets are

    read        read_bytes, and retold.read of a file, over text, HTML and JSON in several encodings
    collection  read_collection over JSON, JSON Lines, CSV, TSV, Parquet, WARC, HTML and text, plain, gz, xz, zst, bz2
    naming      the functions of retold.archive.naming, over odd addresses, titles, slugs and ids
    archive     Archive.add, check, search, entry and export of odd articles
    compare     retold.compare of two odd texts, one of which may be made from the other

Each runs in a process of its own in turn, half a minute at a time. Prints the cases of each, the slowest, and every
failure once with its place in the code and the shortest case that gave it; exits 1 where there was a failure.
"""

from __future__ import annotations

import argparse
import base64
import bz2
import faulthandler
import gzip
import io
import json
import lzma
import pickle
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import retold
from retold.archive import Archive, naming
from retold.errors import RetoldError
from retold.read import find_sources, read, read_bytes, read_collection, read_text

TARGETS = ("read", "collection", "naming", "archive", "compare")
SLOW = 20.0  # seconds
ROUND = 30.0  # seconds
EXAMPLES = 100  # of a run of hypothesis

_TEXT = (
    "ORLEN (Example Agency) - The bridge at Orlen closed on Monday after the engineers Ada Quist and Tom Reyle found "
    "14 cracks in it.\n\n“It will not open before May 3,” Quist said. The council wants $2.5 million for the repair, "
    "12 percent more than in 2023.\n\nReyle denied that anybody had known of it. Nobody was hurt, the mayor said.\n"
)
_RECORD = {
    "id": "a1", "title": "Bridge at Orlen closed after cracks", "byline": "By Mira Dahl", "publisher": "Example Post",
    "published": "2026-05-01T08:00:00Z", "lang": "en", "url": "https://post.example/orlen-bridge-closed?b=2&utm_x=1",
    "text": _TEXT,
}  # fmt: skip
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge closed | Example Post</title>'
    '<meta property="og:title" content="Bridge at Orlen closed"><link rel="canonical" href="https://post.example/x">'
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge at Orlen closed", '
    '"datePublished": "2026-05-01", "author": [{"name": "Mira Dahl"}], "publisher": {"name": "Example Post"}}</script>'
    "</head><body><nav><a href='/'>Home</a></nav><article><h1>Bridge at Orlen closed</h1><p>"
    + _TEXT.strip().replace("\n\n", "</p><p>")
    + "</p><table><tr><td>1</td></tr></table><!-- note --><p>Read more: <a href='#'>Ferry</a></p></article>"
    "</body></html>"
)


def _table(delimiter: str) -> bytes:
    rows = [_RECORD, {**_RECORD, "id": "a2", "text": _TEXT.replace("Monday", 'Tuesday, "they" said')}]
    quoted = [[f'"{value.replace(chr(34), chr(34) * 2)}"' for value in row.values()] for row in rows]
    return "\r\n".join(map(delimiter.join, [list(_RECORD), *quoted])).encode()


def _parquet() -> bytes:
    kept = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([_RECORD, {**_RECORD, "id": "a2"}]), kept)
    return kept.getvalue()


def _warc() -> bytes:
    body = _PAGE.encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body)
    block = answer + body
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        b"WARC-Date: 2026-05-01T08:00:00Z\r\nWARC-Target-URI: https://post.example/x\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(block)
    )
    return (head + block + b"\r\n\r\n") * 2


def _zst(data: bytes) -> bytes:
    return bytes(pa.compress(data, codec="zstd", asbytes=True))


FILES: dict[str, bytes] = {
    ".txt": _TEXT.encode(),
    ".html": _PAGE.encode(),
    ".json": json.dumps([_RECORD, {"text": _TEXT, "id": 7}]).encode(),
    ".jsonl": b"\n".join(json.dumps(row).encode() for row in (_RECORD, {"text": _TEXT}, _RECORD)),
    ".csv": _table(","),
    ".tsv": _table("\t"),
    ".parquet": _parquet(),
    ".warc": _warc(),
    ".bin": json.dumps(_RECORD).encode(),
}
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "": bytes, ".gz": gzip.compress, ".xz": lzma.compress, ".zst": _zst, ".bz2": bz2.compress
}  # fmt: skip
_PIECES = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud800", b"{", b"[" * 3000, b"{\"a\":" * 2000, b'"', b"'",
    b"\r", b"\n", b",", b"\t", b"<", b"<p>" * 2000, b"</p>", b"<!--", b"-->", b"<![CDATA[", b"&#0;", b"&#xD800;",
    b"&#99999999999;", b"null", b"NaN", b"1e999", b"-", b"9" * 5000, b"true", b'"text": null,', b'"text": [1],',
    b'"text": {"a": 1},', b'"published": "9999-99-99",', b'"url": "http://[",', b'"lang": "\\u0000",',
    b"Content-Length: -1\r\n", b"Content-Length: 99999999999999999999\r\n", b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n", b"WARC/1.1\r\n", b"charset=utf-7", b"charset=\xff", b"PAR1", b"\x1f\x8b",
    b"<base href='http://['>", b"<meta http-equiv=refresh content='0;url=http://['>", b"a" * 5000, b"\xc3" * 50,
)  # fmt: skip
_ODD = (
    "", " ", "\n", "\n\n", "\r", "\t", "\0", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\u200b", "\u200d", "\u202e",
    "\ufeff", "\ufffd", "\ufffe", "\ud800", "\udfff", "\U0010ffff", "\u0301", "İ", "ß", "ǆ", "ﬁ", "½", "٣", "Ⅻ",
    "“", "”", "„", "«", "»", '"', "'", "’", "(", ")", "[", "]", ".", "...", "?!", "-", "–", "—", "%", "$", "€", "1,000",
    "1.5", "1e9", "9" * 40, "10:30", "31/02/2026", "2026-02-30", "Monday", "May 3", "tomorrow", "said", "not", "Mr.",
    "Quist", "U.S.", "e.g.", "No.", "# ", "* ", "> ", "|", "<b>", "</p>", "&amp;", "&#0;", "http://", "https://[::1]/",
    "https://post.example/a", "@", "👩‍👩‍👧‍👦", "🇫🇷", "東京で地震。", "Москва", "القاهرة", "กรุงเทพ", "हिन्दी", _TEXT,
    "The bridge closed on Monday.", "Engineers found 14 cracks in it.", "By Mira Dahl", "(Reporting by Ada Quist)",
)  # fmt: skip


@st.composite
def broken(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes with some of them changed."""
    made = bytearray(data)
    for how in draw(st.lists(st.sampled_from(("flip", "cut", "double", "put", "any", "end", "swap")), max_size=6)):
        at = draw(st.integers(0, max(0, len(made) - 1)))
        if how == "flip" and made:
            made[at] = draw(st.integers(0, 255))
        elif how == "cut":
            del made[at : at + draw(st.integers(1, 300))]
        elif how == "double":
            piece = bytes(made[at : at + draw(st.integers(1, 300))])
            made[at:at] = piece * draw(st.sampled_from((1, 1, 2, 50)))
        elif how == "put":
            made[at:at] = draw(st.sampled_from(_PIECES))
        elif how == "any":
            made[at:at] = draw(st.binary(max_size=40))
        elif how == "end":
            del made[at:]
        elif how == "swap":
            other = draw(st.integers(0, max(0, len(made) - 1)))
            made[at : at + 4], made[other : other + 4] = made[other : other + 4], made[at : at + 4]
    return bytes(made)


_ANY = st.characters(exclude_categories=())
_PART = st.one_of(st.sampled_from(_ODD), st.text(_ANY, max_size=30), st.text("ab .\n\"'“”", max_size=30))


@st.composite
def odd_text(draw: st.DrawFn) -> str:
    """A text of odd pieces, now and then with one of them repeated until it is long."""
    parts = draw(st.lists(_PART, max_size=12))
    if parts and draw(st.integers(0, 9)) == 0:
        at = draw(st.integers(0, len(parts) - 1))
        times = draw(st.sampled_from((10, 100, 1000, 10_000)))
        parts[at] = (parts[at] * times)[:150_000]
    return draw(st.sampled_from(("", " ", ". ", "\n\n"))).join(parts)


_FIELD = st.one_of(st.just(""), st.sampled_from(_ODD), st.text(_ANY, max_size=40))
_NAME = st.one_of(st.sampled_from(("a1", "a1@2", "a1@0", "a#2", "@1", "x@99999999999999999999", "-", "%")), _FIELD)
_URL_PART = st.one_of(
    st.sampled_from(
        ("http://", "https://", "HTTP://", "//", "www.", "post.example", "[::1]", "[", "]", ":80", ":99999", ":x", "/",
         "?", "#", "&", "=", "%", "%ff", "%00", "@", "utm_source=x", "a-b-c.html", "..", "\ud800", "１", "ⅷ", "\n", " ")
    ),
    st.text(_ANY, max_size=6),
)  # fmt: skip
_URL = st.lists(_URL_PART, max_size=10).map("".join)


@st.composite
def odd_article(draw: st.DrawFn) -> dict[str, Any]:
    """An article whose fields are odd, and of which some may be missing or of another type."""
    made: dict[str, Any] = {"text": draw(odd_text()), "url": draw(_URL)}
    for field in ("id", "title", "byline", "publisher", "lang", "slug"):
        if draw(st.booleans()):
            made[field] = draw(_NAME if field == "id" else _FIELD)
    if draw(st.booleans()):
        dates = ("2026-05-01", "2026-13-41", "0000-00-00", "9999-12-31T23:59:60+99:99", "0001-01-01T00:00+14:00", "1")
        made["published"] = draw(st.one_of(st.sampled_from(dates), _FIELD))
    if draw(st.integers(0, 9)) == 0:
        made[draw(st.sampled_from(sorted(made)))] = draw(st.sampled_from((None, 1, 1.5, [], {}, True, b"x", ["a"])))
    return made


@st.composite
def a_file(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file: its ending, and its bytes, broken before or after they were packed."""
    ending, kind = draw(st.sampled_from(sorted(FILES))), draw(st.sampled_from(sorted(FILES)))
    if draw(st.integers(0, 4)):
        kind = ending  # mostly what it says
    packing = draw(st.sampled_from(sorted(PACKED)))
    data = PACKED[packing](draw(broken(FILES[kind])))
    if packing and draw(st.booleans()):
        data = draw(broken(data))
    if not draw(st.integers(0, 9)):
        packing = draw(st.sampled_from(sorted(PACKED)))
    return ending + packing, data


_ENCODINGS = ("utf-8", "latin-1", "utf-16", "utf-16-le", "utf-32", "cp1252", "shift_jis", "koi8-r", "utf-7")


@st.composite
def some_bytes(draw: st.DrawFn) -> tuple[bytes, str, str, str, str]:
    """The bytes of a file or an answer, its name, and what a server said of it: charset, kind, address."""
    ending = draw(st.sampled_from((".txt", ".html", ".json", "")))
    data = FILES[ending or draw(st.sampled_from(sorted(FILES)))]
    if ending in (".txt", "") and draw(st.booleans()):
        data = draw(odd_text()).encode("utf-8", "surrogatepass")
    if draw(st.booleans()):
        data = data.decode("utf-8", "replace").encode(draw(st.sampled_from(_ENCODINGS)), "replace")
    odd = ("", *_ENCODINGS, "no-such", "idna", "hex", "rot13", "undefined")
    charset = draw(st.one_of(st.sampled_from(odd), _FIELD))
    kind = draw(st.sampled_from(("", "text/html", "application/json", "text/plain", "html;", "image/png")))
    return draw(broken(data)), f"a{ending}", charset, kind, draw(_URL)


class Archived:
    """An archive that is made anew after some hundred articles."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count, self._archive = folder, 0, None

    def open(self) -> Archive:
        if self._archive is None or self._count % 500 == 0:
            if self._archive is not None:
                self._archive.close()
            store = "keys" if self._count % 1000 else "text"
            self._archive = Archive(self._folder / f"{self._count}.retold", store=store)
        self._count += 1
        return self._archive


def cases(target: str, folder: Path) -> tuple[st.SearchStrategy[Any], Callable[[Any], None]]:
    """What is drawn for a target, and what is done with it."""
    if target == "read":

        def run_read(case: tuple[bytes, str, str, str, str]) -> None:
            data, name, charset, kind, url = case
            path = folder / (name or "a")
            path.write_bytes(data)
            _refused(lambda: read_bytes(data, name, charset=charset, kind=kind, url=url))
            _refused(lambda: read(path))

        return some_bytes(), run_read
    if target == "collection":

        def run_collection(case: tuple[str, bytes]) -> None:
            path = folder / f"file{case[0]}"
            path.write_bytes(case[1])
            try:
                for batch in read_collection(find_sources([path]), workers=1):
                    batch.articles.validate(full=True)
            finally:
                path.unlink()

        return a_file(), run_collection
    if target == "naming":

        def run_naming(case: tuple[str, str, str, str]) -> None:
            url, title, slug, publisher = case
            naming.address(url)
            naming.address(title)
            naming.heading(title, publisher)
            naming.is_withdrawn(title)
            found = naming.slug_of(slug, url, publisher)
            naming.bare_slug(found, url, publisher)
            naming.bare_slug(slug, url, publisher)
            naming.without_number(slug)

        return st.tuples(_URL, st.one_of(_FIELD, odd_text()), _FIELD, _FIELD), run_naming
    if target == "archive":
        archived = Archived(folder)

        def run_archive(case: tuple[list[dict[str, Any]], dict[str, Any], str, str]) -> None:
            articles, asked, words, name = case
            archive = archived.open()
            _refused(lambda: archive.add(articles))
            _refused(lambda: [match.comparison for match in archive.check(asked, 3)])
            _refused(lambda: archive.search(words))
            _refused(lambda: archive.entry(name))
            _refused(lambda: archive.get(name))
            _refused(lambda: archive.entries(publisher=words))
            _refused(lambda: archive.reject(name, asked))
            if not len(articles) % 5:
                _refused(lambda: archive.link())
                _refused(lambda: archive.families())
                _refused(lambda: [json.dumps(record) for record in archive.export()])
                _refused(lambda: archive.remove(name, reason=words))

        return st.tuples(st.lists(odd_article(), max_size=5), odd_article(), _FIELD, _NAME), run_archive

    def run_compare(case: tuple[str, str, str]) -> None:
        from retold.report.page import comparison_page
        from retold.report.record import comparison_record

        first, second, shared = case
        sides = [read_text(text) for text in (f"{first}\n\n{shared}", f"{shared} {second}")]
        comparison = retold.compare(*sides)
        json.dumps(comparison_record(comparison))
        comparison_page(comparison)

    return st.tuples(odd_text(), odd_text(), odd_text()), run_compare


def _refused(what: Callable[[], object]) -> None:
    """Do it; that it is refused is as good as that it is done."""
    try:
        what()
    except RetoldError as error:
        if not str(error):
            raise ValueError("an error without a sentence") from error


def child(target: str, seconds: float, number: int, folder: Path) -> None:
    """Run a target for so long; writes what it found to a file, and each case before it is run."""
    faulthandler.enable()
    strategy, run = cases(target, folder / "files")
    found: dict[str, Any] = {"cases": 0, "slowest": 0.0, "failures": {}}
    began = time.monotonic()
    running = folder / "running"

    def failed(what: str, case: object) -> None:
        size = len(pickle.dumps(case))
        if what not in found["failures"] or size < found["failures"][what][0]:
            found["failures"][what] = (size, case)

    def one(case: Any) -> None:
        if time.monotonic() - began > seconds:
            return
        running.write_bytes(pickle.dumps(case))
        faulthandler.dump_traceback_later(10 * SLOW, exit=True)
        start = time.monotonic()
        try:
            run(case)
        except RetoldError:
            pass
        except Exception as error:
            frames = [f for f in traceback.extract_tb(error.__traceback__) if "retold" in f.filename]
            place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
            failed(f"{type(error).__name__} at {place}: {str(error)[:200]!a}", case)
        took = time.monotonic() - start
        faulthandler.cancel_dump_traceback_later()
        found["cases"] += 1
        found["slowest"] = max(found["slowest"], took)
        if took > SLOW:
            failed("slow", case)

    while time.monotonic() - began < seconds:
        number += 1
        quiet = settings(
            max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        seed(number)(quiet(given(strategy)(one)))()
    (folder / "found").write_bytes(pickle.dumps(found))


def rounds(minutes: float, targets: list[str]) -> Iterator[tuple[str, float]]:
    """Which target is next, and for how long."""
    until = time.monotonic() + 60 * minutes
    while True:
        for target in targets:
            left = until - time.monotonic()
            if left < 2:
                return
            yield target, min(ROUND, left, 60 * minutes / len(targets))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0, help="default 30")
    parser.add_argument("--seed", type=int, default=1, help="default 1")
    parser.add_argument("--only", nargs="*", choices=TARGETS, default=list(TARGETS), help="these targets alone")
    parser.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        target, seconds, number, folder = args.child
        child(target, float(seconds), int(number), Path(folder))
        return 0
    counts, slowest = dict.fromkeys(args.only, 0), dict.fromkeys(args.only, 0.0)
    failures: dict[tuple[str, str], tuple[int, Any]] = {}
    number, began = args.seed * 1_000_000, time.monotonic()
    for target, seconds in rounds(args.minutes, args.only):
        number += 10_000
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "files").mkdir()
            command = [sys.executable, __file__, "--child", target, str(seconds), str(number), name]
            done = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=seconds + 20 * SLOW)
            if done.returncode or not (folder / "found").exists():
                case = pickle.loads((folder / "running").read_bytes()) if (folder / "running").exists() else None
                last = done.stderr.strip()[-1500:]
                failures[target, f"the process ended with {done.returncode}: {last}"] = (0, case)
                continue
            found = pickle.loads((folder / "found").read_bytes())
        counts[target] += found["cases"]
        slowest[target] = max(slowest[target], found["slowest"])
        for what, (size, case) in found["failures"].items():
            if (target, what) not in failures or size < failures[target, what][0]:
                failures[target, what] = (size, case)
                print(f"FAILED {target}: {what}", flush=True)
    print(f"{time.monotonic() - began:.0f} seconds")
    for target in args.only:
        print(f"{target:12}{counts[target]:9,} cases, the slowest {slowest[target]:.1f} s")
    for (target, what), (_, case) in failures.items():
        packed = base64.b64encode(pickle.dumps(case)).decode()
        print(f"\nFAILED {target}: {what}\n  {ascii(case)[:1500]}\n  pickle, base64: {packed[:3000]}")
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
