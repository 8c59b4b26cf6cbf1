"""Keeps a `retold serve` busy with many clients, and looks at its answers, its times and its memory.

    python benchmarks/service/soak.py [--minutes 10] [--clients 32] [--archive FILE] [--articles 4000] [--json]

The service runs in a process of its own, with its defaults but for the rate, which is not limited. Its archive holds
invented articles (benchmarks/generator.py), or is the one that --archive names, of which a copy is made. Every client
asks for the next thing as soon as it has the answer: seven times in ten it has an article checked, else it has two
compared. The articles have 300 to 800 words; half of them are retellings of archived ones (light edits, cuts, texts
with words replaced), the others are new. The clients are threads of this process, and share its cores with the service.

Prints the requests, those a second, the errors (every answer that is not 2xx, and every answer that does not come),
the median and the 99th percentile of the times, for both kinds too, and the memory of the service with its workers
after one minute (in runs of less than two minutes: after half) and in the end. Exits 1 where there was an error, where
the 99th percentile is over 1.5 seconds, or where the memory grew by more than a tenth and 64 MB.

Memory may grow by so much because the pages of the archive that a process has mapped or holds in its cache count in it
(SQLite keeps up to some megabytes a connection, of which there are a dozen), and because Python and malloc keep what a
larger article than any before it once needed. A leak of one kilobyte a request would show: at 25 requests a second it
is 15 MB in ten minutes for itself, and everything that a request holds is far larger than that.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from serving import fill, memory, served

from generator import Maker
from retold.archive import Archive

CHECKS = 0.7  # of all requests
MOST_P99 = 1.5  # seconds
MOST_GROWTH = (0.1, 64_000_000)  # of the memory after a minute, and bytes
WORDS = (300, 800)
KINDS = ("light", "cut", "replaced")
PREPARED = 400  # articles and pairs that are made before the clock starts, as making them takes time of its own


@dataclass
class Seen:
    """What one client saw."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"check": [], "compare": []})
    errors: list[str] = field(default_factory=list)


def prepared(texts: list[str], seed: int) -> tuple[list[bytes], list[bytes]]:
    """Bodies of requests: for checks, and for comparisons."""
    maker = Maker(seed, 999)
    chance = random.Random(seed)

    def sized(text: str) -> str:
        least = chance.randint(*WORDS)
        while len(text.split()) < least:
            text += "\n\n" + maker.story().text
        paragraphs = text.split("\n\n")
        while len(paragraphs) > 1 and len(text.split()) > WORDS[1]:
            paragraphs.pop()
            text = "\n\n".join(paragraphs)
        return text

    def changed(text: str) -> str:
        if chance.choice(KINDS) == "cut":
            text = text[: int(len(text) * chance.uniform(0.5, 0.9))]
        return maker.replaced(text, chance.choice((0.02, 0.1, 0.3)))

    checks, pairs = [], []
    for k in range(PREPARED):
        known = chance.choice(texts)
        text = sized(changed(known) if k % 2 else maker.story().text)
        checks.append(json.dumps({"text": text, "publisher": "Example Post"}).encode())
        first = sized(known)
        second = sized(changed(first) if k % 2 else maker.story().text)
        pairs.append(json.dumps({"a": {"text": first}, "b": {"text": second}}).encode())
    return checks, pairs


def client(url: str, checks: list[bytes], pairs: list[bytes], number: int, until: float, seen: Seen) -> None:
    """Ask one thing after the other until the time is over."""
    chance = random.Random(number)
    place = urlsplit(url)
    connection: http.client.HTTPConnection | None = None
    while time.monotonic() < until:
        kind = "check" if chance.random() < CHECKS else "compare"
        body = chance.choice(checks if kind == "check" else pairs)
        began = time.monotonic()
        try:
            if connection is None:
                connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
            connection.request("POST", f"/api/{kind}", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            data = answer.read()
            if not 200 <= answer.status < 300:
                seen.errors.append(f"{kind}: {answer.status} {data[:200].decode('utf-8', 'replace')}")
            elif b'"id"' not in data[:100]:
                seen.errors.append(f"{kind}: an answer without an id")
        except (OSError, http.client.HTTPException) as error:
            seen.errors.append(f"{kind}: {type(error).__name__}")
            connection = None
        seen.seconds[kind].append(time.monotonic() - began)


def percentile(values: list[float], part: float) -> float:
    """The value below which such a part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def soak(url: str, pid: int, minutes: float, clients: int, bodies: tuple[list[bytes], list[bytes]]) -> dict[str, Any]:
    """Run the clients, and say what came of it."""
    began = time.monotonic()
    until = began + 60 * minutes
    all_seen = [Seen() for _ in range(clients)]
    threads = [
        threading.Thread(target=client, args=(url, *bodies, number, until, seen))
        for number, seen in enumerate(all_seen)
    ]
    for thread in threads:
        thread.start()
    time.sleep(60 if minutes >= 2 else 30 * minutes)
    early = memory(pid)
    time.sleep(max(0.0, until - time.monotonic()))
    late = memory(pid)
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    times = {kind: [s for seen in all_seen for s in seen.seconds[kind]] for kind in ("check", "compare")}
    both = times["check"] + times["compare"]
    errors = [error for seen in all_seen for error in seen.errors]
    report: dict[str, Any] = {
        "clients": clients,
        "seconds": round(took),
        "requests": len(both),
        "requests_a_second": round(len(both) / took, 1),
        "errors": len(errors),
        "first_errors": sorted(set(errors))[:5],
    }
    for name, values in (("all", both), *times.items()):
        report[name] = {
            "requests": len(values),
            "p50_ms": round(1000 * statistics.median(values)) if values else 0,
            "p99_ms": round(1000 * percentile(values, 0.99)),
            "slowest_ms": round(1000 * max(values, default=0)),
        }
    report["memory_mb"] = {
        "early": round(early / 1e6), "late": round(late / 1e6), "growth": round((late - early) / 1e6, 1)
    }  # fmt: skip
    grown = late - early > MOST_GROWTH[0] * early + MOST_GROWTH[1]
    report["passed"] = not errors and report["all"]["p99_ms"] <= 1000 * MOST_P99 and not grown
    return report


def shown(report: dict[str, Any]) -> str:
    """The report for people."""
    lines = [
        f"{report['requests']:,} requests of {report['clients']} clients in {report['seconds']} s: "
        f"{report['requests_a_second']} a second, {report['errors']} errors"
    ]
    lines += [f"  {error}" for error in report["first_errors"]]
    for name in ("all", "check", "compare"):
        part = report[name]
        lines.append(
            f"{name:8}{part['requests']:8,} requests   p50 {part['p50_ms']:,} ms   p99 {part['p99_ms']:,} ms   "
            f"slowest {part['slowest_ms']:,} ms"
        )
    part = report["memory_mb"]
    lines.append(f"memory  {part['early']:,} MB early, {part['late']:,} MB in the end, {part['growth']:+} MB")
    lines.append("passed" if report["passed"] else "FAILED")
    return "\n".join(lines)


def copy_of(path: Path, folder: Path) -> tuple[Path, list[str]]:
    """A copy of an archive, and texts from it."""
    import sqlite3

    made = folder / "archive.retold"
    source, target = sqlite3.connect(f"file:{path}?mode=ro", uri=True), sqlite3.connect(made)
    source.backup(target)
    source.close()
    target.close()
    archive = Archive(made, create=False)
    texts = [archive.get(entry.name).text for entry in archive.entries(most=2000)]
    archive.close()
    return made, texts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0, help="default 10")
    parser.add_argument("--clients", type=int, default=32, help="default 32")
    parser.add_argument("--articles", type=int, default=4000, help="invented articles in the archive, default 4000")
    parser.add_argument("--archive", type=Path, help="an archive with texts to serve a copy of")
    parser.add_argument("--seed", type=int, default=1, help="default 1")
    parser.add_argument("--options", nargs=argparse.REMAINDER, default=[], help="further options of retold serve")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if args.archive:
            path, texts = copy_of(args.archive, Path(name))
        else:
            path = Path(name) / "archive.retold"
            texts = [article["text"] for article in fill(path, args.articles, args.seed)]
        bodies = prepared(texts, args.seed)
        with served(path, "--rate", "0", *args.options) as (url, process):
            report = soak(url, process.pid, args.minutes, args.clients, bodies)
    print(json.dumps(report) if args.json else shown(report))
    return 0 if report["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
