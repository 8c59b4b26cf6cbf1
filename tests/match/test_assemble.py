"""Families as the user sees them: copies, publishers that are not linked with themselves, directions, origins."""

import numpy as np
import pytest

from retold.match.assemble import assemble
from retold.match.families import group_articles
from retold.model import Member

from .builder import links


def made(found, publishers, first=None, ignore=False, texts=None, dates=()):
    """Families of articles 0, 1, …, one a publisher."""
    first = np.array(first if first is not None else range(len(publishers)))
    copies = np.flatnonzero(first != np.arange(len(first)))
    times = dict(dates)
    members = {
        k: Member(f"a{k}", publisher=name, published=times.get(k, "")) for k, name in enumerate(publishers)
    }

    def ignored(a, b):
        return ignore and bool(a.publisher) and a.publisher == b.publisher

    texts = {k: (texts or {}).get(k, "") for k in members}
    return assemble(group_articles(found), found, first, copies, members, texts, ignored)


def ends(family):
    return sorted((link.source, link.derived, link.kind) for link in family.links)


def test_exact_copies_join_the_family_of_the_first_of_them():
    (family,) = made(links((0, 1)), "PQRS", first=[0, 1, 0, 0])
    assert family.articles == ("a0", "a1", "a2", "a3")
    assert ends(family) == [("a0", "a1", "reworded"), ("a0", "a2", "copy"), ("a0", "a3", "copy")]
    assert all(link.probability == 1 for link in family.links if link.kind == "copy")


def test_copies_alone_are_a_family():
    families = made(links((0, 1)), "PQRST", first=[0, 1, 2, 2, 4])
    assert [family.articles for family in families] == [("a0", "a1"), ("a2", "a3")]


def test_the_id_of_a_family_depends_on_its_members_alone():
    (one,) = made(links((0, 1)), "PQ")
    (other,) = made(links((0, 1, 0.6, "excerpt")), "PR")
    (third,) = made(links((0, 1), (1, 2)), "PQR")
    assert one.id == other.id != third.id


def test_the_largest_families_come_first():
    families = made(links((0, 1), (2, 3), (3, 4)), "PQRST")
    assert [len(family.members) for family in families] == [3, 2]


def test_a_publisher_that_is_not_linked_with_itself_loses_its_copies():
    assert made(links(), "PP", first=[0, 0], ignore=True) == ()
    assert len(made(links(), ["", ""], first=[0, 0], ignore=True)) == 1  # not known is not the same


def test_a_copy_elsewhere_holds_all_versions_of_a_publisher():
    (family,) = made(links(), "PPQP", first=[0, 0, 0, 0], ignore=True)
    assert family.articles == ("a0", "a1", "a2", "a3")
    assert ends(family) == [("a0", "a2", "copy"), ("a1", "a2", "copy"), ("a2", "a3", "copy")]


def test_a_second_copy_of_a_publisher_is_linked_with_what_its_words_are_linked_with():
    (family,) = made(links((0, 2, 0.9, "reworded", 0.7, 0.8)), "PPQ", first=[0, 0, 2], ignore=True)
    assert ends(family) == [("a0", "a2", "reworded"), ("a1", "a2", "reworded")]
    assert {(link.source_share, link.derived_share) for link in family.links} == {(0.7, 0.8)}


def test_a_link_stands_between_copies_that_may_be_linked():
    """The first of the copies may not, but one of another publisher may."""
    found = links((0, 1, 0.9, "reworded", 0.7, 0.8))
    (family,) = made(found, "PPQ", first=[0, 1, 0], ignore=True)
    assert family.articles == ("a0", "a1", "a2")
    assert ends(family) == [("a0", "a2", "copy"), ("a1", "a2", "reworded")]
    (link,) = [link for link in family.links if link.kind == "reworded"]
    assert (link.source_share, link.derived_share) == (0.8, 0.7)  # they go with the articles


@pytest.mark.parametrize("seed", range(40))
def test_with_a_publisher_left_out_every_pair_is_of_two_and_no_one_is_lost(seed):
    import random

    lot = random.Random(seed)
    count = lot.randint(4, 14)
    first = []
    for k in range(count):
        first.append(lot.choice([k, first[lot.randrange(k)]]) if k else 0)
    kept = sorted(set(first))
    pairs = {tuple(sorted(lot.sample(kept, 2))) for _ in range(count) if len(kept) > 1}
    publishers = [lot.choice("PQR") for _ in range(count)]
    words = {k: [j for j in range(count) if first[j] == k] for k in kept}

    def linkable(a, b):
        return any(publishers[x] != publishers[y] for x in words[a] for y in words[b])

    found = links(*sorted(pair for pair in pairs if linkable(*pair)))
    families = made(found, publishers, first=first, ignore=True)
    name = dict(zip((f"a{k}" for k in range(count)), publishers, strict=True))
    for family in families:
        assert all(name[link.source] != name[link.derived] for link in family.links)
        assert {x for link in family.links for x in (link.source, link.derived)} == set(family.articles)
        seen = [frozenset((link.source, link.derived)) for link in family.links]
        assert len(seen) == len(set(seen))
    # In a family is every article that may be linked with a copy of itself, or with the words of a link.
    expected = set()
    for k in range(count):
        near = set(words[first[k]]) - {k}
        for a, b in pairs:
            near |= set(words[b]) if first[k] == a else set(words[a]) if first[k] == b else set()
        if any(publishers[j] != publishers[k] for j in near):
            expected.add(f"a{k}")
    assert {x for family in families for x in family.articles} == expected


def test_two_kinds_of_sign_make_a_direction_and_one_does_not():
    signed = {0: "ORLEN, May 5 - The bridge closed.", 1: "ORLEN, May 5 (Reuters) - The bridge closed."}
    day = {0: "2031-05-05T08:00:00Z", 1: "2031-05-05T09:00:00Z"}
    (family,) = made(links((0, 1)), ["Reuters", "Orlen Post"], texts=signed, dates=day)
    assert (family.origin, family.links[0].directed, family.links[0].source) == ("a0", True, "a0")
    (family,) = made(links((0, 1)), ["Northern Echo", "Orlen Post"], dates=day)
    assert (family.origin, family.links[0].directed) == (None, False)
    # The clock says otherwise: nothing is claimed.
    (family,) = made(links((0, 1)), ["Orlen Post", "Reuters"], texts={0: signed[1]}, dates=day)
    assert (family.origin, family.links[0].directed) == (None, False)


def test_a_link_is_turned_towards_its_source_with_its_shares():
    later = {0: "2031-05-06", 1: "2031-05-05"}
    (family,) = made(links((0, 1, 0.9, "excerpt", 0.95, 0.3)), "PQ", dates=later)
    (link,) = family.links
    assert (link.source, link.derived, link.directed) == ("a1", "a0", True)
    assert (link.source_share, link.derived_share) == (0.3, 0.95)
