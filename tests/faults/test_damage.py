"""Files with bytes that are not what was written: an ArchiveError or an answer, never another error, nor no end."""

import random
from pathlib import Path

import pytest

from faults.base import articles
from retold.archive import Archive
from retold.errors import ArchiveError, RetoldError

PAGE = 4096


def uses(archive, given):
    """What can be done with an archive."""
    one = given[0]
    yield lambda: list(archive.export())
    yield lambda: archive.get(one["id"])
    yield lambda: archive.search("harbour")
    yield lambda: (archive.stats(), archive.entries(), archive.versions(one["id"]), archive.audit())
    yield lambda: archive.check(one["text"])
    yield lambda: archive.add([*given[:5], *articles(4, seed=2)])
    yield lambda: archive.reject(one["id"], given[3]["text"])
    yield lambda: archive.remove(one["id"])
    yield archive.close


def survive(path, given):
    """Use an archive in every way; how many ways were refused, each with a sentence."""
    said = []
    try:
        archive = Archive(path, patience=0.1)
    except RetoldError as error:
        said = [str(error)]
        return refusals(said)
    for use in uses(archive, given):
        try:
            use()
        except RetoldError as error:
            said.append(str(error))
    return refusals(said)


def refusals(said):
    """How many sentences these are."""
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in said)
    return len(said)


@pytest.mark.parametrize("seed", range(10))
def test_bytes_in_the_middle(path, given, seed):
    lot = random.Random(seed)
    held = bytearray(path.read_bytes())
    if seed % 2:
        start = lot.randrange(1, len(held) // PAGE) * PAGE
        for place in (*range(start, start + 12), *(start + lot.randrange(PAGE) for _ in range(30))):
            held[place] = lot.randrange(256)
    else:
        for _ in range(40):
            held[lot.randrange(100, len(held))] ^= 1 << lot.randrange(8)
    path.write_bytes(held)
    survive(path, given)


@pytest.mark.parametrize("part", [0.02, 0.3, 0.7, 0.99])
def test_a_file_that_was_cut(path, given, part):
    held = path.read_bytes()
    path.write_bytes(held[: int(len(held) * part)])
    assert survive(path, given) > 0


def test_pages_that_changed_places(path, given):
    held = path.read_bytes()
    pages = [held[start : start + PAGE] for start in range(0, len(held), PAGE)]
    for seed in range(4):
        lot = random.Random(seed)
        mixed = pages.copy()
        for _ in range(3):
            first, second = lot.randrange(1, len(pages)), lot.randrange(1, len(pages))
            mixed[first] = mixed[second]
        for side in path.parent.glob(f"{path.name}-*"):
            side.unlink()
        path.write_bytes(b"".join(mixed))
        survive(path, given)


def test_all_pages_but_the_first_are_lost(path):
    path.write_bytes(path.read_bytes()[:PAGE] + bytes(path.stat().st_size - PAGE))
    with pytest.raises(ArchiveError, match="damaged"):
        Archive(path)


def test_the_log_of_another_archive(path, given, tmp_path):
    other = tmp_path / "other.retold"
    with Archive(other) as archive:
        archive.add(articles(12, seed=4))
        log = Path(f"{other}-wal").read_bytes()
    Path(f"{path}-wal").write_bytes(log)
    survive(path, given)


def test_a_log_that_is_none(path, given):
    Path(f"{path}-wal").write_bytes(b"The mayor of Orlen resigned.\n" * 400)
    with Archive(path) as archive:
        assert archive.get(given[0]["id"]).text == given[0]["text"]
