"""Families hold together what is surely linked, lose nothing, and never grow along a chain."""

import random

import pytest

from retold.match.families import SOLID, group_articles
from retold.match.verify import KINDS

from .builder import links

SURE, UNSURE = 0.99, 0.6
TWO_CORES = [(a, b, 0.995) for a, b in ((0, 1), (0, 2), (1, 2), (5, 6), (5, 7), (6, 7))]


def grouped(*made):
    """The families as sets of numbers."""
    return [set(group.articles) for group in group_articles(links(*made))]


def test_no_links_no_families():
    assert grouped() == []


@pytest.mark.parametrize("probability", [0.56, SURE])
def test_two_linked_articles_are_a_family(probability):
    assert grouped((3, 8, probability)) == [{3, 8}]


@pytest.mark.parametrize("probability", [UNSURE, SURE])
def test_one_link_does_not_join_two_cores(probability):
    families = grouped(*TWO_CORES, (2, 5, probability))
    assert {0, 1, 2} in families
    assert {5, 6, 7} in families
    assert {2, 5} in families  # the link itself is not lost
    assert len(families) == 3


def test_links_that_agree_join_two_cores():
    assert grouped(*TWO_CORES, (1, 5), (2, 6)) == [{0, 1, 2, 5, 6, 7}]


def test_links_at_one_article_do_not_join_two_cores():
    """It tells both reports, or is a list of them."""
    families = grouped(*TWO_CORES, (2, 5), (2, 6), (2, 7))
    assert {0, 1, 2, 5, 6, 7} not in families
    assert any({2, 5, 6, 7} <= family for family in families)


def test_a_sure_link_makes_a_full_member():
    """So that the next sure link may lean on it."""
    assert grouped((0, 1), (1, 2, SOLID + 0.01), (2, 3, SOLID + 0.01)) == [{0, 1, 2, 3}]


def test_an_unsure_link_makes_a_leaf_and_nothing_is_attached_to_leaves():
    assert grouped((0, 1), (1, 2, UNSURE)) == [{0, 1, 2}]
    assert {0, 1, 2, 3} not in grouped((0, 1), (1, 2, UNSURE), (2, 3, 0.58))


def test_a_leaf_with_a_second_link_to_the_core_is_a_full_member():
    assert grouped((0, 1), (0, 2, UNSURE), (1, 2, UNSURE), (2, 3, 0.58), (0, 3, 0.57)) == [{0, 1, 2, 3}]


def test_a_chain_of_unsure_links_is_no_family():
    chain = [(k, k + 1, UNSURE) for k in range(20)]
    assert max(map(len, grouped(*chain))) <= 4


def test_a_roundup_is_in_both_families_of_which_it_holds_parts():
    parts = [(2, 9, 0.95, "excerpt"), (1, 9, 0.95, "excerpt"), (5, 9, 0.95, "excerpt"), (6, 9, 0.95, "excerpt")]
    assert grouped(*TWO_CORES, *parts) == [{0, 1, 2, 9}, {5, 6, 7, 9}]


def test_a_part_shared_with_one_of_many_makes_no_member_but_is_kept():
    core = [(a, b) for a in range(6) for b in range(a + 1, 6)]
    assert grouped(*core, (2, 9, 0.95, "excerpt")) == [{0, 1, 2, 3, 4, 5}, {2, 9}]


def test_parts_alone_make_families_around_the_most_linked():
    stars = grouped((0, 1, 0.9, "excerpt"), (0, 2, 0.9, "excerpt"), (0, 3, 0.9, "excerpt"), (3, 4, 0.9, "excerpt"))
    assert stars == [{0, 1, 2, 3}, {3, 4}]


def test_a_family_inside_another_is_told_once():
    """A core of two unsure versions, both linked with a surer core."""
    surer = [(0, 1, 1.0), (0, 2, 0.99), (1, 2, 0.92), (0, 3, 0.99, "excerpt"), (1, 3, 0.99, "excerpt")]
    assert grouped(*surer, (3, 4, 0.66, "translated"), (2, 4, 0.57, "translated")) == [{0, 1, 2, 3, 4}]


def test_links_of_a_family_are_all_that_lie_inside_it():
    made = links(*TWO_CORES, (2, 5, UNSURE))
    for group in group_articles(made):
        inside = [k for k, pair in enumerate(made.pairs.tolist()) if set(pair) <= set(group.articles)]
        assert list(group.links) == inside
        assert list(group.articles) == sorted(group.articles)


def some_graph(lot):
    """Dense groups, joined here and there by lot."""
    made = {}
    number = 0
    for _ in range(lot.randint(1, 8)):
        size = lot.randint(2, 9)
        for a in range(number, number + size):
            for b in range(a + 1, number + size):
                if lot.random() < 0.5:
                    made[a, b] = (round(lot.uniform(0.55, 1), 3), lot.choice(KINDS))
        number += size
    for _ in range(lot.randint(0, number)):
        a, b = sorted(lot.sample(range(number), 2))
        made.setdefault((a, b), (round(lot.uniform(0.55, 1), 3), lot.choice(KINDS)))
    return [(*pair, *rest) for pair, rest in made.items()]


def components(pairs):
    near = {}
    for a, b in pairs:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    left = set(near)
    while left:
        found, waiting = set(), [left.pop()]
        while waiting:
            at = waiting.pop()
            if at not in found:
                found.add(at)
                waiting.extend(near[at])
        left -= found
        yield found


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_lost_and_nothing_invented(seed):
    graph = some_graph(random.Random(seed))
    if not graph:
        return
    made = links(*graph)
    groups = group_articles(made)
    pairs = [tuple(pair) for pair in made.pairs.tolist()]
    assert {n for group in groups for n in group.articles} == {n for pair in pairs for n in pair}
    assert {k for group in groups for k in group.links} == set(range(len(pairs)))
    together = list(components(pairs))
    for group in groups:
        assert len(group.articles) == len(set(group.articles)) >= 2
        assert any(set(group.articles) <= own for own in together)
        # Each holds together by its own links.
        inside = [pairs[k] for k in group.links]
        assert {n for pair in inside for n in pair} == set(group.articles)
        assert len(list(components(inside))) == 1
    assert [-len(group.articles) for group in groups] == sorted(-len(group.articles) for group in groups)
    assert not any(set(a.articles) <= set(b.articles) for a in groups for b in groups if a is not b)


@pytest.mark.parametrize("seed", range(30))
def test_one_more_link_between_two_groups_never_joins_them(seed):
    lot = random.Random(1000 + seed)
    sizes = lot.randint(2, 8), lot.randint(2, 8)
    made = [(a, b, round(lot.uniform(0.9, 1), 3)) for a in range(sizes[0]) for b in range(a + 1, sizes[0])]
    made += [(10 + a, 10 + b, round(lot.uniform(0.9, 1), 3)) for a in range(sizes[1]) for b in range(a + 1, sizes[1])]
    # It is less sure than those inside: had it been the first, two articles alone would have been a family.
    bridge = (lot.randrange(sizes[0]), 10 + lot.randrange(sizes[1]), round(lot.uniform(0.55, 0.89), 3))
    one, other = set(range(sizes[0])), set(range(10, 10 + sizes[1]))
    families = grouped(*made, bridge)
    assert any(one <= family for family in families)
    assert any(other <= family for family in families)
    # Where there are only two, an article of the other may be a member of both.
    assert not any(len(family & one) > 1 and len(family & other) > 1 for family in families)


def test_sure_links_do_not_chain_either():
    count = 21
    found = grouped(*((k, k + 1, 0.95) for k in range(count - 1)))
    assert max(map(len, found)) <= 5
    assert set().union(*found) == set(range(count))
