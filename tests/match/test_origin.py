"""What an article says about where it comes from: clocks, credit lines, completeness."""

from datetime import UTC, datetime, timedelta

import pytest

from retold.match.origin import Told, clock, direct, find_origin, signed, told
from retold.model import FamilyLink, Member

NOON = datetime(2031, 5, 5, 12, tzinfo=UTC)


def at(hours=None, day_only=False, signed=(), agency=""):
    return Told(None if hours is None else NOON + timedelta(hours=hours), day_only, frozenset(signed), agency)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2031-05-05T12:00:00Z", (NOON, False)),
        ("2031-05-05T14:00:00+02:00", (NOON, False)),
        ("2031-05-05 12:00:00", (NOON, False)),
        ("2031-05-05", (NOON.replace(hour=0), True)),
        ("", (None, False)),
        ("last Monday", (None, False)),
        ("2031-13-45", (None, False)),
    ],
)
def test_clocks(text, expected):
    assert clock(text) == expected


def test_signatures_stand_at_the_beginning_and_at_the_end():
    middle = "The mayor spoke. " * 60
    assert signed(f"ORLEN, May 5 (AFP) - {middle}") == {"AFP"}
    assert signed(f"{middle}\n\n(Reuters)") == {"Reuters"}
    assert signed(f"{middle}(Reuters){middle}") == frozenset()
    assert signed("The mayor (born 1961) told Reuters that she would stay.") == frozenset()
    assert signed("") == frozenset()


def test_an_agency_is_known_by_its_name_or_its_address():
    assert told(Member("a", publisher="Reuters"), "").agency == "Reuters"
    assert told(Member("a", url="https://www.reuters.com/world/x"), "").agency == "Reuters"
    assert told(Member("a", publisher="Orlen Post", url="https://[broken"), "").agency == ""


@pytest.mark.parametrize(
    ("a", "b", "shares", "expected"),
    [
        (at(0), at(2), (0.9, 0.9), 0),  # the clock alone
        (at(0, agency="Reuters"), at(2, signed=["Reuters"]), (0.9, 0.9), 1),
        (at(0, signed=["Reuters"]), at(2), (0.9, 0.9), 1),  # who retells drops the credit rather than adds it
        (at(0), at(2, signed=["Reuters"]), (0.9, 0.9), 0),
        (at(0), at(2), (0.3, 0.95), 1),
        (at(2), at(0), (0.3, 0.95), 0),  # the clock speaks against it
        (at(0, agency="AFP"), at(2, agency="Reuters"), (0.9, 0.9), 0),
        (at(0), at(0.01), (0.3, 0.95), 0),  # as good as at the same time
        (at(0, day_only=True), at(2), (0.3, 0.95), 0),  # the same day
        (at(0, day_only=True), at(30), (0.3, 0.95), 1),
        (at(), at(), (0.9, 0.9), 0),
    ],
)
def test_directions_need_two_signs_and_turn_with_the_articles(a, b, shares, expected):
    assert direct(a, b, shares) == expected
    assert direct(b, a, shares[::-1]) == -expected


def test_the_origin_is_the_only_source():
    def link(source, derived, directed=True):
        return FamilyLink(source, derived, "reworded", 0.9, directed)

    ids = {name: k for k, name in enumerate("abcd")}
    assert find_origin([], ids) is None
    assert find_origin([link("a", "b", False)], ids) is None
    assert find_origin([link("a", "b"), link("b", "c"), link("a", "d")], ids) == "a"
    assert find_origin([link("a", "b"), link("c", "d")], ids) is None
    assert find_origin([link("a", "b"), link("b", "a")], ids) is None
