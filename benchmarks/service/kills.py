"""Kills processes that add to an archive or remove from it, and looks whether anything confirmed was lost.

    python benchmarks/service/kills.py --kills 200
    python benchmarks/service/kills.py --kills 50 --removing

A child adds invented articles in small batches and writes each confirmed batch into a pipe; it is ended with SIGKILL
at a random moment. Then a copy of the files is opened and checked, and everything is added to it once more, which must
give the same archive as if nobody had been killed; the next child goes on with the files themselves. With --removing,
a child removes one article, and either everything of it must be there or nothing; after the removal is done, no byte of
it may be in the files. A kill ends a process, not the machine: whether the disk keeps what it confirmed is not tested.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from retold.archive import Archive
from retold.errors import ArchiveError

__all__ = ["articles", "content", "damage", "files_of", "main", "traces"]

SIZE = 6  # articles in a batch
_TABLES = ("articles", "keys", "copies", "links", "rejected")
_SIDES = ("", "-wal", "-shm", "-journal")
_WORDS = (
    "harbour", "council", "engineer", "ferry", "cracks", "bridge", "report", "repair", "budget", "crowns", "winter",
    "school", "river", "lamp", "tunnel", "signal", "mayor", "inspector", "timber", "market", "clinic", "union",
    "strike", "vote", "storm", "shelter", "pilot", "customs", "anchor", "quarry",
)  # fmt: skip
_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]


def _name(lot: random.Random) -> str:
    return "".join(lot.choices(_SYLLABLES, k=5)).title()


def articles(number: int, seed: int = 1) -> list[dict[str, str]]:
    """Invented articles; every eighth is a later version of the one before it, every eleventh the same text again."""
    lot = random.Random(seed)
    made: list[dict[str, str]] = []
    for k in range(number):
        last = made[-1] if made else {}
        if k % 8 == 7:
            text = last["text"] + f" {_name(lot)} {_name(lot)} added that {lot.randint(20, 900)} people were told."
            made.append({**last, "text": text})
            continue
        if k % 11 == 10:
            made.append({**last, "url": f"https://paper.example/{seed}/again-{k}", "publisher": "The Island Gazette"})
            continue
        sign = f"{_name(lot)}{k}"
        sentences = [
            f"{_name(lot)} {_name(lot)} of {_name(lot)} said that the {' '.join(lot.sample(_WORDS, 4))} of {sign} cost "
            f"{lot.randint(2, 99)} million crowns and took {lot.randint(2, 60)} weeks."
            for _ in range(lot.randint(4, 30))
        ]
        made.append({
            "id": f"story-{seed}-{k:04}",
            "title": f"{_name(lot)} counts the cost in {sign}",
            "publisher": "Ellery Wire",
            "published": f"2031-03-{1 + k % 28:02}",
            "lang": "en",
            "url": f"https://wire.example/{seed}/story-{k:04}",
            "text": f"{sign} woke up late. " + " ".join(sentences),
        })  # fmt: skip
    return made


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that an archive holds but the times at which it was added."""
    with sqlite3.connect(path) as connection:
        found = {}
        for table in _TABLES:
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join(name for name in names if name not in ("added", "seen", "at"))
            found[table] = sorted(connection.execute(f"SELECT {kept} FROM {table}").fetchall(), key=repr)
    connection.close()
    return found


def damage(path: Path, confirmed: list[dict[str, str]]) -> list[str]:
    """What is wrong with an archive in which these articles should be."""
    wrong = []
    with Archive(path, create=False) as archive:
        held = {(record["text"], record["id"]) for record in archive.export()}
        texts = {text for text, _ in held}
        for article in confirmed:
            if article["text"] not in texts:
                wrong.append(f"lost: {article['id']}")
        for article in confirmed[-3:]:
            sign = article["text"].split(" ", 1)[0]
            if not archive.search(sign):
                wrong.append(f"not found by its words: {article['id']}")
            if not any(match.article.text == article["text"] for match in archive.check(article["text"])):
                wrong.append(f"not found by its keys: {article['id']}")
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        wrong += [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        wrong += [f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
        without = "SELECT count(*) FROM keys WHERE article NOT IN (SELECT number FROM articles)"
        wrong += [f"keys of nothing: {row[0]}" for row in connection.execute(without) if row[0]]
        without = "SELECT id FROM articles WHERE number NOT IN (SELECT article FROM keys)"
        wrong += [f"without keys: {row[0]}" for row in connection.execute(without)]
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.Error as error:
        wrong.append(f"{error}")
    finally:
        connection.close()
    return wrong


def files_of(path: Path) -> list[Path]:
    """The files of an archive: itself, and what SQLite keeps beside it."""
    return [side for end in _SIDES if (side := Path(f"{path}{end}")).exists()]


def traces(path: Path, article: dict[str, str], others: list[dict[str, str]]) -> list[str]:
    """What of an article stands in the files: parts of its text that no other has, title, address, first word."""
    held = b"\n".join(side.read_bytes() for side in files_of(path)).lower()
    rest = "\n".join(other["text"] for other in others)
    parts = [article["text"][start : start + 24] for start in range(0, len(article["text"]) - 24, 12)]
    parts = [part for part in parts if part not in rest]
    parts += [article["text"].split(" ", 1)[0], article["title"], article["url"].removeprefix("https://")]
    return [part for part in parts if part.lower().encode() in held]


def _copy(path: Path, folder: Path) -> Path:
    """The files of an archive that nobody has open, in a folder of their own; without -shm, as after a restart."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for side in files_of(path):
        if not side.name.endswith("-shm"):
            shutil.copy(side, folder / side.name)
    return folder / path.name


def _child(path: Path, work: object, pipe: int) -> None:
    try:
        with Archive(path) as archive:
            os.write(pipe, b"?")
            work(archive, pipe)  # type: ignore[operator]
        os._exit(0)
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)


def _killed(path: Path, work: object, awaited: int, pause: float) -> tuple[int, bool]:
    """Run `work` in a process and kill it `pause` seconds after byte number `awaited`; its bytes, if it had ended."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        _child(path, work, write)
    os.close(write)
    count, ended = 0, False
    while count < awaited and not ended:
        told = os.read(read, 1)
        count, ended = count + len(told), not told
    if not ended:
        select.select([], [], [], pause)
        os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    while told := os.read(read, 4096):
        count += len(told)
    os.close(read)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("The child failed by itself.")
    return max(0, count - 1), os.WIFEXITED(status)


def kill_adding(folder: Path, kills: int, seed: int, batches: int) -> dict[str, object]:
    """Kill while articles are added; figures of what was found."""
    lot = random.Random(seed)
    given = articles(SIZE * batches)
    whole = folder / "whole.retold"
    with Archive(whole) as archive:
        for start in range(0, len(given), SIZE):
            archive.add(given[start : start + SIZE])
    expected = content(whole)
    path = folder / "killed.retold"
    figures: dict[str, object] = {"kills": 0, "lost": 0, "unopened": 0, "damaged": 0, "unlike": 0, "with_log": 0}
    confirmed = confirmations = rounds = 0
    while figures["kills"] < kills:  # type: ignore[operator]
        if confirmed >= batches:
            confirmed, rounds = 0, rounds + 1
            for side in files_of(path):
                side.unlink()

        def work(archive: Archive, pipe: int, first: int = confirmed) -> None:
            for batch in range(first, batches):
                archive.add(given[batch * SIZE : (batch + 1) * SIZE])
                os.write(pipe, b".")

        told, ended = _killed(path, work, lot.choice((0, 1, 1, 2, 3, 6, 12)), lot.uniform(0, 0.012))
        confirmed, confirmations = confirmed + told, confirmations + told
        if ended:
            continue
        figures["kills"] += 1  # type: ignore[operator]
        figures["with_log"] += Path(f"{path}-wal").exists()  # type: ignore[operator]
        if not path.exists():
            figures["unopened"] += bool(confirmed)  # type: ignore[operator]
            continue
        again = _copy(path, folder / "again")
        try:
            wrong = damage(again, given[: confirmed * SIZE]) if again.stat().st_size or confirmed else []
        except ArchiveError as error:
            figures["unopened"] += 1  # type: ignore[operator]
            print(f"Not opened after kill {figures['kills']}: {error}", file=sys.stderr)
            continue
        lost = sum(said.startswith("lost") for said in wrong)
        figures["lost"] += lost  # type: ignore[operator]
        figures["damaged"] += len(wrong) > lost  # type: ignore[operator]
        with Archive(again) as archive:
            for start in range(0, len(given), SIZE):
                archive.add(given[start : start + SIZE])
        alike = content(again) == expected
        figures["unlike"] += not alike  # type: ignore[operator]
        if wrong or not alike:
            print(f"After kill {figures['kills']}: {wrong or 'another archive than without'}", file=sys.stderr)
    return figures | {"confirmed": confirmations * SIZE, "rounds": rounds + 1}


def kill_removing(folder: Path, kills: int, seed: int, batches: int) -> dict[str, object]:
    """Kill while an article is removed; figures of what was found."""
    lot = random.Random(seed)
    given = [article for k, article in enumerate(articles(4 * batches)) if k % 8 != 7 and k % 11 != 10]
    whole = folder / "whole.retold"
    with Archive(whole) as archive:
        archive.add(given)
    with Archive(_copy(whole, folder / "timed")) as archive:
        archive.add(articles(8, seed=2))
        started = time.perf_counter()
        archive.remove(given[0]["id"])
        usual = time.perf_counter() - started
    beside = articles(8, seed=2)
    figures: dict[str, object] = {"kills": 0, "half": 0, "damaged": 0, "left": 0, "gone": 0, "there": 0}
    while figures["kills"] < kills:  # type: ignore[operator]
        path = _copy(whole, folder / "removing")
        article = lot.choice(given)
        others = [other for other in given if other is not article]

        def work(archive: Archive, pipe: int, name: str = article["id"], more: bool = lot.random() < 0.5) -> None:
            if more:  # so that there is something in the log
                archive.add(beside)
            os.write(pipe, b".")
            archive.remove(name)

        if _killed(path, work, 2, lot.uniform(0, 1.3 * usual))[1]:
            continue  # it was quicker than that
        figures["kills"] += 1  # type: ignore[operator]
        with Archive(path, create=False) as archive:
            there = article["text"] in {record.get("text") for record in archive.export()}
            if not there:  # removed: then nothing of it is left as soon as the archive is open
                figures["left"] += bool(traces(path, article, others + beside))  # type: ignore[operator]
            else:
                found = archive.search(article["text"].split(" ", 1)[0])
                figures["half"] += not found  # type: ignore[operator]
        wrong = damage(path, others + ([article] if there else []))
        figures["there" if there else "gone"] += 1  # type: ignore[operator]
        if there:
            with Archive(path) as archive:
                archive.remove(article["id"])
        wrong += damage(path, others)
        figures["damaged"] += bool(wrong)  # type: ignore[operator]
        left = traces(path, article, others + beside)
        figures["left"] += bool(left)  # type: ignore[operator]
        if wrong or left:
            print(f"After kill {figures['kills']}: {wrong} {left[:5]}", file=sys.stderr)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill what writes an archive, and look what is left.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batches", type=int, default=60, help=f"batches of {SIZE} articles until an archive is full")
    parser.add_argument("--removing", action="store_true", help="kill while removing instead of while adding")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Archive(folder / "warm.retold") as archive:  # what is loaded once need not be loaded by each child
            archive.add(articles(3))
            archive.check(articles(1)[0]["text"])
        run = kill_removing if given.removing else kill_adding
        figures = run(folder, given.kills, given.seed, given.batches)
    if given.json:
        print(json.dumps(figures))
    else:
        print("| " + " | ".join(figures) + " |\n|" + "---|" * len(figures))
        print("| " + " | ".join(str(value) for value in figures.values()) + " |")


if __name__ == "__main__":
    main()
