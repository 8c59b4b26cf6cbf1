"""Ids that occur once in a collection, at sixteen bytes an id however long it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any

import numpy as np

from retold.read.collection_open import clean

__all__ = ["UniqueIds"]

# Slots at the start, a power of two; the table doubles before it is more than _FULL full.
_SLOTS = 1 << 16
_FULL = 0.6
# Ids that occurred more than once, remembered only so that counting on is quick.
_REMEMBERED = 200_000
_NUMBERED = re.compile(r"(.*)#([1-9][0-9]{0,9})", re.DOTALL)
_CHUNK = 10_000

_Hashes = np.ndarray[Any, np.dtype[np.uint64]]
_Flags = np.ndarray[Any, np.dtype[np.bool_]]


class UniqueIds:
    """Gives ids that came before a number: the second `x` becomes `x#2`, or the next number that is free.

    Ids are remembered as 64-bit hashes that are the same in every run. `seen` are ids given out earlier. Two different
    ids have the same hash by chance in one of 400,000 collections of ten million articles; one is numbered then.
    """

    def __init__(self, seen: Iterable[str] = ()) -> None:
        self._table: _Hashes = np.zeros(_SLOTS, np.uint64)
        self._count = 0
        self._next: dict[str, int] = {}
        ids = iter(seen)
        while chunk := list(islice(ids, _CHUNK)):
            self._add(_hashes(chunk))
            for id in chunk:
                if (found := _NUMBERED.fullmatch(id)) and int(found[2]) == self._next.get(found[1], 2):
                    self._remember(found[1], int(found[2]) + 1)

    def unique(self, ids: Sequence[str]) -> list[str]:
        """`ids` in their order, those that came before with a number."""
        given = list(ids)
        try:
            hashes = _hashes(given)
        except UnicodeEncodeError:
            given = [clean(id) for id in given]
            hashes = _hashes(given)
        again: list[int] = np.flatnonzero(~self._add(hashes)).tolist()
        numbered = list(given)
        while again:
            for i in again:
                number = self._next.get(given[i], 2)
                numbered[i] = f"{given[i]}#{number}"
                self._remember(given[i], number + 1)
            new = self._add(_hashes([numbered[i] for i in again]))
            again = [i for i, free in zip(again, new.tolist(), strict=True) if not free]
        return numbered

    def _remember(self, id: str, number: int) -> None:
        """Note the lowest number that may be free for an id; all below it are taken."""
        if len(self._next) >= _REMEMBERED and id not in self._next:
            self._next.clear()
        self._next[id] = number

    def _add(self, hashes: _Hashes) -> _Flags:
        """Put hashes into the table; whether each is new, of equal ones the first."""
        while self._count + len(hashes) > _FULL * len(self._table):
            old = self._table[self._table != 0]
            self._table = np.zeros(2 * len(self._table), np.uint64)
            for at in range(0, len(old), 1 << 20):
                self._insert(old[at : at + (1 << 20)])
        values, first = np.unique(hashes, return_index=True)
        new = np.zeros(len(hashes), np.bool_)
        new[first] = added = self._insert(values)
        self._count += int(added.sum())
        return new

    def _insert(self, values: _Hashes) -> _Flags:
        """Put different values into the table, by open addressing; whether each was not there."""
        table = self._table
        mask = np.uint64(len(table) - 1)
        added = np.zeros(len(values), np.bool_)
        left = np.arange(len(values))
        places = values & mask
        while len(left):
            wanted = values[left]
            free = table[places] == 0
            table[places[free]] = wanted[free]
            there = table[places] == wanted
            added[left[free & there]] = True
            left, places = left[~there], (places[~there] + np.uint64(1)) & mask
        return added


def _hashes(ids: Iterable[str]) -> _Hashes:
    """A 64-bit hash of each id, never 0, which marks a free slot."""
    digests = b"".join([blake2b(id.encode(), digest_size=8).digest() for id in ids])
    return np.maximum(np.frombuffer(digests, "<u8").astype(np.uint64, copy=False), np.uint64(1))
