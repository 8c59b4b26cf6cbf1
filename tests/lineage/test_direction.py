"""Which of two texts is made from the other: clues one by one, how they are weighed, and whole stories."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from retold.align import align_sides, prepare
from retold.credit import pair_marks
from retold.lineage import CLUES, MODEL, clues, find_direction, weigh
from retold.lineage.direction import _weights
from retold.model import Article, Direction, Relation
from retold.read import read, read_record
from retold.relate import relate

EXAMPLES = Path(__file__).parents[2] / "examples"
STORIES = ("glacier-lake", "harbour-tunnel", "mill-closure", "quota-ruling")
REPORT = (
    "A ferry with 212 passengers ran aground off Torvale on Monday evening, the coast guard said.\n\n"
    "Nobody was hurt, but 14 people were taken to hospital as a precaution, spokeswoman Ilse Marrant said.\n\n"
    '"We were thrown from our seats and then it went dark," said passenger Bram Okster, 41.\n\n'
    "The ferry, built in 1998, was on its way to the island of Lund with 36 cars on board.\n\n"
    "Divers will look at the hull on Tuesday before tugs try to pull the ship free at high tide.\n\n"
    "It was the third accident on the route since 2015, when a smaller ferry hit the harbour wall."
)
RETOLD = (
    "A ferry with 212 passengers went aground near Torvale on Monday evening, according to the coast guard.\n\n"
    "Nobody was hurt, but some people were taken to hospital as a precaution, a spokeswoman said.\n\n"
    '"We were thrown from our seats and then it went dark," a passenger said.\n\n'
    "The ferry was on its way to the island of Lund with cars on board.\n\n"
    "Divers will look at the hull on Tuesday before tugs attempt to pull the ship free at high tide."
)
DERIVED = Relation("edited", True, 0.99, {"linked_a": 1.0, "linked_b": 1.0})


def article(text: str = REPORT, **fields: str) -> Article:
    return read_record({"text": text, "lang": "en", **fields})


def found(a: Article, b: Article, relation: Relation | None = None) -> dict[str, float]:
    one, two = prepare(a), prepare(b)
    alignment = align_sides(one, two)
    return clues(one, two, alignment, relation or relate(one, two, alignment), *pair_marks(a, b))


def direction(a: Article, b: Article) -> Direction:
    one, two = prepare(a), prepare(b)
    alignment = align_sides(one, two)
    return find_direction(one, two, alignment, relate(one, two, alignment))


@pytest.mark.parametrize(
    ("clue", "a", "b"),
    [
        ("own", {"publisher": "AFP"}, {"publisher": "The Larkfield Times"}),
        ("own", {"url": "https://apnews.com/x"}, {"url": "https://larkfield.example/x"}),
        ("dateline", {"text": "TORVALE, May 3 (AFP) - " + REPORT}, {}),
        ("clock", {"published": "2024-05-03T10:00:00Z"}, {"published": "2024-05-03T12:00:00Z"}),
        ("clock", {"published": "2024-05-03T10:00:00+02:00"}, {"published": "2024-05-03T10:00:00Z"}),
        ("clock", {"published": "2024-05-03"}, {"published": "2024-05-04T01:00:00Z"}),
        ("byline", {}, {"byline": "Jane Doe"}),
        ("byline", {}, {"text": REPORT + "\n\nChristabel F. Elderwick"}),
        ("page", {}, {"text": "Read more: The harbour in pictures\n\n" + REPORT + "\n\nShare this:\n\nLeave a Reply"}),
        ("linked", {}, {"text": REPORT.rpartition("\n\n")[0]}),
        ("facts", {}, {"text": RETOLD}),
        ("numbers", {}, {"text": RETOLD}),
        ("unlisted", {}, {"text": REPORT.replace("thrown", "yeeted").replace("tugs", "tugloons")}),
        ("garble", {}, {"text": REPORT.replace("coast guard said", "coast coast guard said")}),
        ("garble", {}, {"text": REPORT.replace("on board.", "on board. plan.")}),
        ("garble", {}, {"text": REPORT.replace("off Torvale", "off {Torvale|Lund}")}),
        ("garble", {}, {"text": REPORT.replace("at high tide.", "at high tide .")}),
        ("garble", {}, {"text": REPORT.replace("the harbour wall.", "the harbour. Northern harbour.")}),
    ],
)  # fmt: skip
def test_each_clue_points_to_the_source_and_turns(clue: str, a: dict[str, str], b: dict[str, str]) -> None:
    one, two = article(**{"text": REPORT, **a}), article(**{"text": REPORT, **b})
    forth, back = found(one, two), found(two, one)
    assert forth[clue] > 0.1
    for name, value in forth.items():
        assert back[name] == pytest.approx(-value, abs=1e-9), name


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("", "2024-05-03T12:00:00Z"),
        ("2024-05-03", "2024-05-03T12:00:00Z"),
        ("2024-05-03T12:00:00Z", "2024-05-03T12:01:00Z"),
        ("2024-05-03T12:00:00", "2024-05-03T20:00:00Z"),
        ("yesterday", "2024-05-03T12:00:00Z"),
        ("2024-13-45", "2024-05-03"),
    ],
)
def test_a_clock_that_cannot_tell_says_nothing(a: str, b: str) -> None:
    assert found(article(published=a), article(published=b))["clock"] == 0.0


def test_days_count_less_than_times() -> None:
    days = found(article(published="2024-05-03"), article(published="2024-05-05"))["clock"]
    times = found(article(published="2024-05-03T00:00Z"), article(published="2024-05-05T00:00Z"))["clock"]
    assert 0 < days < times


def test_an_agency_may_have_bylines() -> None:
    wire = article(byline="Jane Doe", publisher="Meridian Press Agency")
    assert found(wire, article(publisher="The Larkfield Times"))["byline"] == 0.0


def test_words_that_may_be_doubled_are_no_garbling() -> None:
    text = REPORT.replace("Nobody was hurt", "It is what he had had, very very late; nobody was hurt")
    assert found(article(), article(text))["garble"] == 0.0


def test_weights_stand_for_all_clues() -> None:
    model = json.loads(MODEL.read_text("utf-8"))
    assert set(model["weights"]) == set(CLUES)
    assert min(model["weights"].values()) >= 0


def test_one_group_of_clues_never_decides() -> None:
    for group in set(CLUES.values()):
        only = {name: float(own == group) for name, own in CLUES.items()}
        assert weigh(only, _weights()).source is None, group
        assert weigh({name: 10 * value for name, value in only.items()}, _weights()).source is None, group


def test_two_groups_decide_together() -> None:
    both = dict.fromkeys(CLUES, 0.0) | {"clock": 1.0, "dateline": 1.0}
    assert weigh(both, _weights()).source == "a"
    turned = weigh({name: -value for name, value in both.items()}, _weights())
    assert turned.source == "b"
    assert turned.probability > 0.8
    assert len(turned.evidence) == 2


def test_evidence_names_what_speaks_against() -> None:
    mixed = dict.fromkeys(CLUES, 0.0) | {"own": 1.0, "dateline": 1.0, "facts": 1.0, "clock": -1.0}
    answer = weigh(mixed, _weights())
    assert answer.source == "a"
    assert answer.evidence[-1].startswith("but it was published later")


def test_a_wrong_clock_does_not_decide() -> None:
    wire = article("TORVALE, May 3 (AFP) - " + REPORT, publisher="AFP", published="2024-05-03T12:00:00Z")
    page = article(RETOLD, publisher="The Larkfield Times", byline="Jane Doe", published="2024-05-03T09:00:00Z")
    assert direction(wire, page).source == "a"
    assert direction(page, wire).source == "b"


def test_the_clock_alone_decides_nothing() -> None:
    answer = direction(article(published="2024-05-03T12:00:00Z"), article(published="2024-05-09T12:00:00Z"))
    assert answer == Direction(None, 0.5)


def test_same_texts_have_no_direction() -> None:
    assert direction(article(), article()) == Direction(None, 0.5)


def test_nothing_derived_has_no_direction() -> None:
    other = article(
        "A court in Orvale heard two witnesses about the bank's losses. A third will speak in June.",
        published="2020-01-01T00:00:00Z",
    )
    wire = article("TORVALE, May 3 (AFP) - " + REPORT, publisher="AFP", published="2024-05-03T12:00:00Z")
    assert direction(wire, other).source is None
    one, two = prepare(wire), prepare(article(RETOLD))
    not_derived = Relation("same-event", False, 0.1, {"linked_a": 1.0, "linked_b": 1.0})
    alignment = align_sides(one, two)
    assert find_direction(one, two, alignment, not_derived).source is None
    doubtful, sure = (Relation("edited", True, p, {"linked_a": 0.8, "linked_b": 1.0}) for p in (0.6, 0.9))
    assert find_direction(one, two, alignment, doubtful).source is None
    assert find_direction(one, two, alignment, sure).source == "a"


@pytest.mark.parametrize("story", STORIES)
def test_examples(story: str) -> None:
    labels = json.loads((EXAMPLES / story / "labels.json").read_text("utf-8"))
    wire = read(EXAMPLES / story / labels["wire"])
    for version in labels["versions"]:
        page = read(EXAMPLES / story / version["file"])
        if version["kind"] in ("edited", "reworded", "translated"):
            forth, back = direction(wire, page), direction(page, wire)
            assert (forth.source, back.source) == ("a", "b"), version["file"]
            assert forth.probability == back.probability
            assert len(forth.evidence) >= 2
        elif version["kind"] != "excerpt":
            assert direction(wire, page).source is None, version["file"]
        else:
            assert direction(wire, page).source in ("a", None), version["file"]


@pytest.mark.parametrize(
    "hostile", [". " * 4000, ". aa aaa" * 2000, "a " * 5000, "{a|" * 2000, "“" * 4000, " .," * 3000]
)
def test_hostile_text_does_not_hang(hostile: str) -> None:
    one, two = prepare(article(REPORT + "\n\n" + hostile)), prepare(article(REPORT))
    alignment = align_sides(one, two)
    start = time.perf_counter()
    clues(one, two, alignment, DERIVED, (), ())
    assert time.perf_counter() - start < 60


def test_empty_bodies() -> None:
    assert direction(article("..."), article("!!!")).source is None
