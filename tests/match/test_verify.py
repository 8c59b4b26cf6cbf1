"""Which candidates share a text: near copies do, whatever was slipped in; another event in the same words does not."""

import random
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from newsroom import collection
from retold.fingerprint.prints import fingerprint
from retold.match.verify import KINDS, LEAST, Links, verify

REPORT = """ORLEN, March 3 - The old bridge at Orlen closed on Monday after the engineers Ada Quist and Tom Reyle found
14 cracks in its northern pier, the road authority said.

"We could put a hand into two of them, and that is when we stopped the traffic," Quist told the council of Tessin.

The bridge was built in 1931 and carries 9,200 cars a day. Mayor Olle Brandt said that it would stay shut until June at
least, and that the repair would cost 4.5 million crowns.

Residents of Upper Vessen, who must now drive 17 kilometres to the next crossing, asked for a ferry. The harbour office
has one to lend, but no pilot who may sail it."""
OTHER = """LANMAR, June 12 - The swimming hall at Lanmar closed on Friday after the inspectors Ida Molnar and Per Hask
found mould in its western wing, the health office said.

"There was no corner of the changing rooms without it, and so we locked the doors," Molnar told the council of Brask.

The hall was built in 1978 and has 2,300 guests a week. Mayor Vera Stolt said that it would stay shut until autumn at
least, and that cleaning it would cost 800,000 crowns."""


def compared(*texts, pairs=None, common=1):
    """The links among pairs of texts, compared as if they had been found in a small collection.

    `common` is the logarithm to base two of how many articles have each of their keys.
    """
    prints = fingerprint(pa.array(texts, pa.large_string()))
    keys = [set(prints.keys[a:b].tolist()) for a, b in pairwise(prints.key_bounds)]
    chosen = np.array(pairs or [(0, 1)], np.int64)
    shared = np.array([len(keys[a] & keys[b]) for a, b in chosen.tolist()], np.int32)
    points = np.column_stack([2 * shared, shared * common])
    return verify(prints.words, prints.word_bounds, prints.langs, chosen, points)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("14", "15"),
        ("Monday", "Tuesday"),
        ("said", "says"),
        ("No", "No"),
        ("asked for a ferry.", "asked for a ferry. Updated at 17:25 with 87 comments."),
        ("ORLEN, March 3 - ", "By our own correspondent\n\n"),
        ("9,200 cars", "some 9,000 cars and lorries"),
    ],
)
def test_near_copies_are_linked(old, new):
    links = compared(REPORT, REPORT.replace(old, new))
    assert len(links) == 1
    assert KINDS[links.kinds[0]] in ("copy", "edited")
    assert links.probability[0] > 0.9
    assert links.shares.min() > 0.8


@pytest.mark.parametrize("common", [2, 4, 6, 10])
def test_near_copies_are_linked_however_many_articles_have_their_keys(common):
    """A report that hundreds of papers print is no template."""
    for old, new in (("14", "15"), ("Monday", "Tuesday"), ("for a ferry.", "for a ferry. Updated at 17:25.")):
        links = compared(REPORT, REPORT.replace(old, new), common=common)
        assert len(links) == 1
        assert links.probability[0] >= LEAST
        assert 0.9 < links.fragments[0] < 1


def test_another_event_in_the_same_words_is_not_linked():
    assert len(compared(REPORT, OTHER)) == 0


def test_what_has_nothing_to_do_with_each_other_is_not_linked():
    assert len(compared(REPORT, "A dry spring has cut the harvest of early potatoes by a third, growers say.")) == 0
    assert len(compared(REPORT, "?!", "", pairs=[(0, 1), (0, 2), (1, 2)])) == 0


def test_a_part_taken_over_is_linked_by_its_share():
    stories = [record["text"] for record in collection(4)[0]]
    links = compared(REPORT, "\n\n".join([stories[0], *REPORT.split("\n\n")[:2], stories[3]]))
    assert [KINDS[kind] for kind in links.kinds] == ["excerpt"]
    assert links.shares[0, 1] < 0.5


def test_which_of_the_two_comes_first_does_not_matter():
    texts = [record["text"] for record in collection(12)[0]]
    lot = random.Random(2)
    pairs = sorted(tuple(lot.sample(range(len(texts)), 2)) for _ in range(150))
    turned = sorted((b, a) for a, b in pairs)
    one, other = compared(*texts, pairs=pairs), compared(*texts, pairs=turned)
    assert len(one) > 0

    def table(links, swap):
        step = -1 if swap else 1
        pairs = [tuple(pair[::step]) for pair in links.pairs.tolist()]
        shares = [pytest.approx(pair[::step], abs=1e-4) for pair in links.shares.tolist()]
        return dict(zip(pairs, zip(links.kinds.tolist(), shares, strict=True), strict=True)), links.probability

    (found, sure), (again, other_sure) = table(one, False), table(other, True)
    assert found.keys() == again.keys()
    assert sorted(sure.tolist()) == pytest.approx(sorted(other_sure.tolist()), abs=0.05)


def test_a_pair_is_judged_the_same_in_any_company():
    texts = [record["text"] for record in collection(12)[0]]
    pairs = [(a, b) for a in range(len(texts)) for b in range(a + 1, len(texts))]
    together = compared(*texts, pairs=pairs)
    found = {tuple(pair): float(p) for pair, p in zip(together.pairs.tolist(), together.probability, strict=True)}
    for pair in [*found][:10]:
        alone = compared(*texts, pairs=[pair])
        assert float(alone.probability[0]) == pytest.approx(found[pair], abs=1e-5)


def test_no_candidates_no_links():
    none = np.empty((0, 2), np.int64)
    prints = fingerprint(pa.array([REPORT]))
    links = verify(prints.words, prints.word_bounds, prints.langs, none, np.empty((0, 2), np.int32))
    assert len(links) == 0
    joined = Links.join([])
    assert joined.pairs.shape == (0, 2)
    found = compared(REPORT, REPORT.replace("said", "says"))
    assert len(Links.join([links, found])) == len(found)
