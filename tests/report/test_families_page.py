"""The page about a collection: complete, escaped, self-contained, within bounds, and right in its figures."""

import base64
import dataclasses
import hashlib
import json
import re
from datetime import date

import pytest
from lxml import html

from retold.model import Families, Family, FamilyLink, Member
from retold.report.families_largest import MOST_FAMILIES, MOST_MEMBERS, family_view
from retold.report.families_page import families_page
from retold.report.families_page_network import around_the_circle
from retold.report.families_summary import summarize
from retold.report.families_time import families_over_time

from .families_by_hand import harbour, many, nasty, one_pair


def nothing():
    return Families((), 12, 1)


ALL = {"harbour": harbour, "pair": one_pair, "nasty": nasty, "nothing": nothing, "many": lambda: many(150, 45)}


@pytest.fixture(scope="module")
def made():
    return {name: families_page(given()) for name, given in ALL.items()}


def dated(*days):
    """A family of two nameless articles for each date."""
    link = FamilyLink("a", "b", "copy", 0.9)
    return Families(
        tuple(Family(str(i), (Member("a", published=day), Member("b")), None, (link,)) for i, day in enumerate(days)),
        2 * len(days),
    )


@pytest.mark.parametrize("name", ALL)
def test_the_page_carries_everything_and_asks_for_nothing(made, name):
    page = html.document_fromstring(made[name])
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    (style,) = page.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none';")
    assert f"'sha256-{digest}'" in policy
    assert page.xpath("//script | //link | //img | //iframe | //object | //form | //@style") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("name", ALL)
def test_only_addresses_of_the_web_are_linked(made, name):
    for link in html.document_fromstring(made[name]).xpath("//a[not(starts-with(@href, '#'))]"):
        if link.get("download") is None:
            assert link.get("href").startswith(("http://", "https://"))
            assert link.get("rel") == "noreferrer nofollow noopener"


def test_nothing_of_an_article_becomes_markup(made):
    page = html.document_fromstring(made["nasty"])
    assert page.xpath("//script | //img") == []
    assert not re.search("[\x00\ud800]", made["nasty"])
    titles = [title.text_content() for title in page.xpath("//*[@class='members']//*[@class='title']")]
    assert len(titles) == 3
    assert all("<script>alert(1)</script>" in title for title in titles)
    made["nasty"].encode()


@pytest.mark.parametrize("name", ALL)
def test_the_data_stands_in_the_page(made, name):
    (link,) = html.document_fromstring(made[name]).xpath("//a[@download]")
    kind, data = link.get("href").split(",", 1)
    assert kind == "data:application/json;base64"
    record = json.loads(base64.b64decode(data))
    summary = summarize(ALL[name]())
    assert record == json.loads(json.dumps(summary.to_dict()))
    assert record["schema"] == "retold.families-summary/1"


@pytest.mark.parametrize("name", ALL)
def test_the_caveats_are_there_and_no_accusation(made, name):
    words = html.document_fromstring(made[name]).text_content()
    for caveat in ("Similarity is not proof", "First seen is not original", "Licensed reuse is legitimate"):
        assert caveat in words
    assert "plagiar" not in made[name].lower()


@pytest.mark.parametrize("name", ALL)
def test_every_table_and_picture_has_a_name_for_who_cannot_see_it(made, name):
    page = html.document_fromstring(made[name])
    for drawing in page.xpath("//svg"):
        assert drawing.get("aria-hidden") == "true" or drawing.get("aria-label")
    assert len(page.xpath("//@id")) == len(set(page.xpath("//@id")))


def test_the_figures_of_a_collection():
    summary = summarize(harbour())
    assert (summary.articles, summary.skipped, summary.families, summary.members) == (40, 2, 3, 9)
    assert summary.kinds == {"copy": 1, "edited": 1, "reworded": 2, "translated": 2, "excerpt": 1}
    assert (summary.links, summary.directed, summary.origins, summary.sources) == (7, 5, 2, 4)
    assert [(tie.source, tie.derived, tie.links) for tie in summary.between.shown] == [
        ("Ellery Wire", "The Island Gazette", 2),
        ("Ellery Wire", "Norra Posten", 1),
        ("Ellery Wire", "portal.example", 1),
    ]
    assert [tie.source for tie in summary.within.shown] == ["The Island Gazette"]
    assert [(tie.source, tie.derived) for tie in summary.unclear.shown] == [("Norra Posten", "The Island Gazette")]
    assert summary.nameless == 1
    assert [(row.name, row.retold, row.retells, row.unclear) for row in summary.publishers][:2] == [
        ("Ellery Wire", 4, 0, 0),
        ("The Island Gazette", 0, 2, 1),
    ]
    assert summary.sizes == ((2, 2, 2), (4, 5, 1))


def test_the_page_says_the_figures_in_words(made):
    words = " ".join(html.document_fromstring(made["harbour"]).text_content().split())
    assert "3 families of retold reports" in words
    assert "9 of 40 articles" in words
    assert "2 records were skipped" in words
    assert "The publisher that others retell most is Ellery Wire." in words
    assert "1 pair has an article without publisher and address, and is in none of the tables." in words
    assert "1 family has no article with a date." in words
    assert "No families of retold reports" in html.document_fromstring(made["nothing"]).text_content()


def test_a_family_shows_how_each_article_is_tied_in():
    view = family_view(harbour().families[0])
    assert view.title == "Ferry runs aground off Port Ellery, 214 on board"
    assert (view.size, view.first, view.more) == (5, date(2031, 10, 7), 0)
    assert [(m.number, m.id, m.tie, m.kind, m.other) for m in view.members] == [
        (1, "wire-1", "origin", None, 0),
        (2, "gazette-1", "from", "reworded", 1),
        (3, "norra-1", "from", "translated", 1),
        (4, "gazette-2", "from", "edited", 2),
        (5, "portal-1", "from", "excerpt", 1),
    ]
    pier = family_view(harbour().families[2])
    assert [(m.tie, m.other) for m in pier.members] == [("with", 2), ("with", 1)]


def test_the_source_of_others_that_is_not_the_origin_says_so():
    family = dataclasses.replace(one_pair().families[0], origin=None)
    assert [(m.tie, m.other) for m in family_view(family).members] == [("to", 2), ("from", 1)]


def test_long_lists_are_cut_and_say_so():
    members = tuple(Member(str(i), "long " * 100) for i in range(40))
    links = tuple(FamilyLink("0", str(i), "copy", 0.9, True) for i in range(1, 40))
    given = Families((Family("f", members, "0", links),) * 60, 2400)
    page = html.document_fromstring(families_page(given))
    words = page.text_content()
    assert len(page.xpath("//*[@class='members']")) == MOST_FAMILIES
    assert f"And {40 - MOST_MEMBERS} other articles." in words
    assert "The 50 largest of 60" in words
    assert "long long…" in words


def test_a_hundred_thousand_families_stay_a_page():
    given = many(500, publishers=400)
    large = families_page(Families(given.families * 200, given.articles * 200))
    assert "100,000 families" in large
    assert len(large.encode()) < 1_000_000


@pytest.mark.parametrize(
    ("days", "unit", "bars", "outside"),
    [
        (["2031-01-01"], "day", 1, (0, 0, 0)),
        (["2031-01-01", "2031-03-01", "no date"], "day", 60, (0, 0, 1)),
        (["2031-01-01", "2031-12-31"], "week", 53, (0, 0, 0)),
        (["2029-11-05", "2031-12-31"], "month", 26, (0, 0, 0)),
        (["1990-01-01", "2031-12-31"], "year", 42, (0, 0, 0)),
        (["0001-01-01", "2031-12-31"], "year", 62, (1, 0, 0)),
        (["0001-01-01", "9999-12-31"], "year", 62, (1, 0, 0)),
        (["1970-01-01", *["2031-01-01", "2031-01-20"] * 60, "2099-01-01"], "day", 20, (1, 1, 0)),
        ([""], "day", 0, (0, 0, 1)),
    ],
)
def test_time_is_cut_into_bars_that_can_be_told_apart(days, unit, bars, outside):
    time = families_over_time(dated(*days))
    assert (time.unit, len(time.bars), (time.before, time.after, time.undated)) == (unit, bars, outside)
    assert sum(count for _, count in time.bars) + sum(outside) == len(days)
    starts = [start for start, _ in time.bars]
    assert starts == sorted(set(starts))
    families_page(dated(*days))


def test_things_that_belong_together_come_to_stand_together():
    ties = [(0, 6, 1.0), (1, 7, 1.0), (0, 8, 1.0), (1, 9, 1.0)]
    order = around_the_circle(12, ties)
    assert sorted(order) == list(range(12))
    assert order == around_the_circle(12, ties)
    place = {thing: at for at, thing in enumerate(order)}
    gaps = [min(abs(place[a] - place[b]), 12 - abs(place[a] - place[b])) for a, b, _ in ties]
    assert gaps == [1, 1, 1, 1]


def test_every_publisher_of_the_picture_has_a_ribbon():
    summary = summarize(many(600))
    met = {name for tie in summary.drawn for name in (tie.source, tie.derived)}
    assert met == {row.name for row in summary.publishers}
    assert summary.publishers_more > 0
    assert "have fewer pairs and no place in the picture" in families_page(many(600))


