"""Days: what was published weeks apart is another event, unless it is nearly a copy, or nobody knows the days."""

import numpy as np
import pytest

import retold
from newsroom import collection, write_lines
from retold.finding import MOST_DAYS
from retold.match.days import near_in_time
from retold.match.verify import FAINT, LEAST
from retold.model import Member

from .builder import links

SURE, UNSURE = 0.99, (FAINT + LEAST) / 2
SPRING, NEXT_DAY, THIRD_DAY, FOURTH_DAY = "2031-03-03", "2031-03-04", "2031-03-06", "2031-03-07"
AUTUMN = "2031-09-20"


def kept(*published, probability=SURE, fragments=0.2, first=None, most_days=MOST_DAYS, publishers="PQRS"):
    """Whether the link between the first two articles is kept."""
    first = np.array(first if first is not None else range(len(published)))
    copies = np.flatnonzero(first != np.arange(len(first)))
    dated = zip(publishers[: len(published)], published, strict=True)
    members = {number: Member(f"a{number}", publisher=by, published=day) for number, (by, day) in enumerate(dated)}
    found = links((0, 1, probability, "reworded", 0.9, 0.9, fragments))
    (answer,) = near_in_time(found, first, copies, members, most_days).tolist()
    return answer


def test_articles_published_months_apart_are_not_linked():
    assert kept(SPRING, NEXT_DAY)
    assert not kept(SPRING, AUTUMN)
    assert not kept(AUTUMN, SPRING)


@pytest.mark.parametrize("most_days", [1, 10, MOST_DAYS])
def test_the_last_day_counts(most_days):
    days = np.datetime64(SPRING) + np.array([most_days, most_days + 1])
    last, next_one = (f"{day}T23:30:00Z" for day in days)
    assert kept(SPRING, last, most_days=most_days)
    assert not kept(SPRING, next_one, most_days=most_days)


def test_near_copies_are_linked_however_late():
    assert kept(SPRING, AUTUMN, fragments=0.95)
    assert not kept(SPRING, AUTUMN, fragments=0.85)


@pytest.mark.parametrize("unknown", ["", "last spring", "03/03/2031"])
def test_without_a_date_nothing_is_known_against_a_link(unknown):
    assert kept(SPRING, unknown)
    assert kept(unknown, AUTUMN)
    assert kept(unknown, unknown)


def test_any_number_of_days_may_pass_if_so_wished():
    assert kept(SPRING, AUTUMN, most_days=0)
    assert kept("1931-03-03", AUTUMN, most_days=0)


def test_of_articles_with_the_same_words_the_nearest_days_count():
    assert kept(SPRING, AUTUMN, AUTUMN, first=[0, 1, 0])
    assert kept(SPRING, AUTUMN, SPRING, first=[0, 1, 1])
    assert not kept(SPRING, AUTUMN, NEXT_DAY, first=[0, 1, 0])
    # A copy without a date may have been the near one.
    assert kept(SPRING, AUTUMN, "", first=[0, 1, 1])


def test_a_faint_link_needs_dates_and_near_ones():
    assert kept(SPRING, NEXT_DAY, probability=UNSURE)
    assert kept(THIRD_DAY, SPRING, probability=UNSURE)
    assert not kept(SPRING, FOURTH_DAY, probability=UNSURE)
    assert not kept(SPRING, "", probability=UNSURE)
    assert not kept("", "", probability=UNSURE)
    assert kept(SPRING, FOURTH_DAY, THIRD_DAY, probability=UNSURE, first=[0, 1, 1])


def test_a_faint_link_needs_two_publishers():
    assert not kept(SPRING, NEXT_DAY, probability=UNSURE, publishers="PP")
    assert kept(SPRING, NEXT_DAY, probability=UNSURE, publishers=["", ""])  # nobody knows
    assert kept(SPRING, NEXT_DAY, publishers="PP")


@pytest.mark.parametrize("most_days", [0, 1, MOST_DAYS])
def test_what_a_faint_link_needs_does_not_depend_on_the_days_allowed(most_days):
    assert kept(SPRING, THIRD_DAY, probability=UNSURE, most_days=most_days)
    assert not kept(SPRING, FOURTH_DAY, probability=UNSURE, most_days=most_days)
    assert not kept(SPRING, "", probability=UNSURE, most_days=most_days)


def test_each_link_is_judged_by_itself():
    found = links((0, 1), (0, 2), (1, 2, 0.99, "edited", 0.9, 0.9, 0.95), (2, 3), (3, 4, UNSURE))
    published = [SPRING, NEXT_DAY, AUTUMN, "", SPRING]
    members = {number: Member(f"a{number}", published=day) for number, day in enumerate(published)}
    answer = near_in_time(found, np.arange(5), np.empty(0, np.int64), members, MOST_DAYS)
    assert answer.tolist() == [True, False, True, True, False]
    none = near_in_time(links(), np.arange(5), np.empty(0, np.int64), members, MOST_DAYS)
    assert none.tolist() == []


@pytest.fixture
def apart(tmp_path):
    """Eight stories, reworded and copied half a year later."""
    records, families = collection(8)
    for record in records:
        record["published"] = SPRING if record["id"].endswith("-0") else AUTUMN
    return write_lines(tmp_path / "news.jsonl", records), families


def test_a_search_leaves_out_what_is_too_far_apart(apart):
    path, families = apart
    everything = retold.find(path, most_days=0)
    assert {frozenset(family.articles) for family in everything.families} == set(map(frozenset, families))
    assert everything.settings["most_days"] == 0
    near = retold.find(path)
    assert near.settings["most_days"] == MOST_DAYS
    published = {member.id: member.published for family in everything.families for member in family.members}
    # Copies word for word stay, and so does what is reworded on the days of one of them.
    assert any(link.kind == "copy" for family in near.families for link in family.links)
    reworded = [link for family in near.families for link in family.links if link.kind != "copy"]
    alone = {frozenset(family) for family in families if len(family) == 2 and min(family)[1] in "15"}
    assert not {frozenset((link.source, link.derived)) for link in reworded} & alone
    assert len(near.families) == len(families) - len(alone)
    assert len(published) == sum(map(len, families))
    assert retold.find(path, most_days=10_000).families == everything.families


def test_a_negative_number_of_days_is_refused(apart):
    with pytest.raises(retold.SettingsError, match="0 or more, not -3"):
        retold.find(apart[0], most_days=-3)
