"""Dates: what is found, which days are meant, and which differences say something else. Every sentence is invented."""

from __future__ import annotations

import time
from datetime import date

import pytest

from retold.changes.date_match import Match, match_dates
from retold.changes.dates import DateMention, anchor_of, find_dates
from retold.model import Article

WRITTEN = date(2017, 3, 9)  # a Thursday


def dates(text: str, lang: str = "en", anchor: date | None = WRITTEN) -> list[DateMention]:
    found = find_dates(text, 0, len(text), anchor, lang)
    assert all(text[m.start : m.end] == m.text for m in found)
    return found


def compared(
    a: str, b: str, langs: str = "en en", seen_a: date | None = WRITTEN, seen_b: date | None = WRITTEN
) -> list[Match]:
    first, second = langs.split()
    return match_dates(dates(a, first, seen_a), dates(b, second, seen_b))


FOUND = [
    ("He left on Wednesday.", "en", ["2017-03-08/2017-03-08"]),
    ("He left on Thursday.", "en", ["2017-03-09/2017-03-09"]),
    ("He left last Thursday.", "en", ["2017-03-02/2017-03-02"]),
    ("The vote is due next Thursday.", "en", ["2017-03-16/2017-03-16"]),
    ("The court will sit on Tuesday.", "en", ["2017-03-14/2017-03-14"]),
    ("He left on Dec. 29th. It rained.", "en", ["2016-12-29/2016-12-29"]),
    ("He left on Dec 29.", "en", ["2016-12-29/2016-12-29"]),
    ("He left on Jan. 10.", "en", ["2017-01-10/2017-01-10"]),
    ("He left on 29 December 2021.", "en", ["2021-12-29/2021-12-29"]),
    ("He left on December 29, 2021, at dawn.", "en", ["2021-12-29/2021-12-29"]),
    ("He left on Wednesday, December 29, 2021.", "en", ["2021-12-29/2021-12-29"]),
    ("He left on the fourth of May 2016.", "en", ["2016-05-04/2016-05-04"]),
    ("He left on the 17th of June.", "en", ["2016-06-17/2016-06-17"]),
    ("He left on May 4, 2016.", "en", ["2016-05-04/2016-05-04"]),
    ("He left on 4 May last year.", "en", ["2016-05-04/2016-05-04"]),
    ("He left on 2021-12-29.", "en", ["2021-12-29/2021-12-29"]),
    ("He left in December.", "en", ["2016-12-01/2016-12-31"]),
    ("He left in December 2014.", "en", ["2014-12-01/2014-12-31"]),
    ("He left last month.", "en", ["2017-02-01/2017-02-28"]),
    ("He goes next month.", "en", ["2017-04-01/2017-04-30"]),
    ("He left yesterday.", "en", ["2017-03-08/2017-03-08"]),
    ("He left two days ago.", "en", ["2017-03-07/2017-03-07"]),
    ("He left two years ago.", "en", ["2015-01-01/2015-12-31"]),
    ("He left half a decade back.", "en", ["2012-01-01/2012-12-31"]),
    ("He left last year.", "en", ["2016-01-01/2016-12-31"]),
    ("He left in 2014.", "en", ["2014-01-01/2014-12-31"]),
    ("The 1990s were dry.", "en", ["1990-01-01/1999-12-31"]),
    ("The war of 1915-16 began.", "en", ["1915-01-01/1916-12-31"]),
    ("It will rain this week.", "en", ["2017-03-05/2017-03-12"]),
    ("Il est parti le 20 novembre 2014.", "fr", ["2014-11-20/2014-11-20"]),
    ("Il est parti mercredi.", "fr", ["2017-03-08/2017-03-08"]),
    ("Il est parti le mois dernier.", "fr", ["2017-02-01/2017-02-28"]),
    ("Il est parti hier.", "fr", ["2017-03-08/2017-03-08"]),
    ("Er ging am 26. April 2015.", "de", ["2015-04-26/2015-04-26"]),
    ("Il est parti il y a deux ans.", "fr", ["2015-01-01/2015-12-31"]),
    ("Er ging am Mittwoch.", "de", ["2017-03-08/2017-03-08"]),
    ("Er ging im vergangenen Jahr.", "de", ["2016-01-01/2016-12-31"]),
    ("Er ging vor zwei Jahren.", "de", ["2015-01-01/2015-12-31"]),
    ("Se fue el 18 de marzo de 2014.", "es", ["2014-03-18/2014-03-18"]),
    ("Se fue el martes.", "es", ["2017-03-07/2017-03-07"]),
    ("Se fue el año pasado.", "es", ["2016-01-01/2016-12-31"]),
    ("Partì il 4 maggio 2016.", "it", ["2016-05-04/2016-05-04"]),
    ("Partiu em 4 de maio de 2016.", "pt", ["2016-05-04/2016-05-04"]),
    ("Partiu na quarta-feira.", "pt", ["2017-03-08/2017-03-08"]),
    ("Hij vertrok op 4 mei 2016.", "nl", ["2016-05-04/2016-05-04"]),
    ("Hij vertrok woensdag.", "nl", ["2017-03-08/2017-03-08"]),
    # Ordinary words and figures.
    ("He may go, and troops march on.", "en", []),
    ("May they march? The sun sat low for a second.", "en", []),
    ("Some 2000 people and 1,950 dogs came.", "en", []),
    ("The august judge said so.", "en", []),
    ("April Vance and June Odell sang.", "en", []),
    ("It cost $2014 and weighed 1900 kg.", "en", []),
    ("It began at 20:15 with 1,600 guests.", "en", []),
    ("They sat at the second table last.", "en", []),
]


@pytest.mark.parametrize(("text", "lang", "expected"), FOUND, ids=[row[0] for row in FOUND])
def test_found(text: str, lang: str, expected: list[str]) -> None:
    assert [f"{m.low}/{m.high}" for m in dates(text, lang)] == expected


INNOCENT = [
    ("He left on Wednesday.", "He left on March 8.", "en en"),
    ("He left on Wednesday.", "He left yesterday.", "en en"),
    ("He left on 8 March.", "He left on March 8th.", "en en"),
    ("He left on 4 May last year.", "He left on May 4, 2016.", "en en"),
    ("He left on 4 May last year.", "He left on the fourth of May 2016.", "en en"),
    ("He left in 2015.", "He left two years ago.", "en en"),
    ("He left in February.", "He left last month.", "en en"),
    ("He goes in April.", "He goes next month.", "en en"),
    ("He left last year.", "He left last July.", "en en"),
    ("He left last month.", "He left a month ago.", "en en"),
    ("The war of 1915-1916 began.", "The war of 1915-16 began.", "en en"),
    ("The war lasted through 1915-1916.", "The war lasted between 1915 and 1916.", "en en"),
    ("He left on March 31.", "He left at the end of March.", "en en"),
    ("He left on Wednesday.", "Il est parti mercredi.", "en fr"),
    ("He left on Nov 30.", "Il est parti le 30 novembre.", "en fr"),
    ("He left on September 1.", "Er ging am 1. September.", "en de"),
    ("He left on March 31.", "Se fue el 31 de marzo.", "en es"),
    ("He left on Wednesday.", "He left.", "en en"),
    ("He left on Wednesday, March 8.", "He left on Wednesday.", "en en"),
    ("He left on March 8, 2017.", "He left on March 8.", "en en"),
    ("In the first half of this year he left.", "From January to June he was gone.", "en en"),
    ("He left in the 1990s.", "He left in the 1990s, they say.", "en en"),
    ("He left on Monday and came back on Friday.", "He came back on Friday; on Monday he had left.", "en en"),
    ("He may have left in May.", "In May he left, perhaps.", "en en"),
    ("He left in December 2014.", "He left in 2014.", "en en"),
]


@pytest.mark.parametrize(("a", "b", "langs"), INNOCENT, ids=[f"{row[0]} | {row[1]}" for row in INNOCENT])
def test_innocent(a: str, b: str, langs: str) -> None:
    assert [v.why for _, _, v in compared(a, b, langs) if v.substantive] == []


CHANGED = [
    ("He left on Wednesday.", "He left on Thursday.", "en en"),
    ("He left on Wednesday.", "He left on March 9.", "en en"),
    ("He left on Wednesday.", "He left on Tuesday, March 7.", "en en"),
    ("He left on 19 January.", "He left on 9th of January.", "en en"),
    ("He left in February 2015.", "He left in February of 2014.", "en en"),
    ("He left in 2014.", "He left in 2004.", "en en"),
    ("He left last year.", "He left in 2015.", "en en"),
    ("He left in October.", "He left in December.", "en en"),
    ("He left on January 5.", "He left on 15 January.", "en en"),
    ("He left on Nov 30.", "Il est parti le 20 novembre.", "en fr"),
    ("He left on April 16.", "Er ging am 26. April.", "en de"),
    ("He left on Tuesday.", "Se fue el lunes.", "en es"),
    ("At the end of January he left.", "Ende Dezember ging er.", "en de"),
    ("He left in the 1980s.", "He left in the 1960s.", "en en"),
    ("He left three years ago.", "He left seven years ago.", "en en"),
    ("He left in early 2016.", "He left in late 2016.", "en en"),
    ("He left this week.", "He left last month.", "en en"),
    ("On May 4, 2016, he left.", "On May 4, 2015, he left.", "en en"),
    ("He left on Monday and came back on Friday.", "He left on Monday and came back on Saturday.", "en en"),
    ("This year he waits until August 20.", "Until 12 August he waits.", "en en"),
    ("He waits until August 20.", "Until 12 August he waits.", "en en"),
]


@pytest.mark.parametrize(("a", "b", "langs"), CHANGED, ids=[f"{row[0]} | {row[1]}" for row in CHANGED])
def test_changed(a: str, b: str, langs: str) -> None:
    assert [v.why for _, _, v in compared(a, b, langs) if v.substantive]


@pytest.mark.parametrize(
    ("seen_a", "seen_b", "substantive"),
    [
        (None, None, False),
        (date(2017, 3, 9), None, False),
        (date(2017, 3, 9), date(2017, 3, 11), False),
        (date(2017, 3, 9), date(2017, 3, 18), True),  # told a week later, Wednesday is another Wednesday
        (date(2017, 3, 9), date(2009, 1, 1), False),  # a wrong clock
    ],
)
def test_one_weekday_seen_from_two_days(seen_a: date | None, seen_b: date | None, substantive: bool) -> None:
    found = compared("He left on Wednesday.", "He left on Wednesday.", "en en", seen_a, seen_b)
    assert [v.substantive for _, _, v in found] == [substantive]


def test_either_anchor_resolves_a_weekday() -> None:
    for seen in ((WRITTEN, None), (None, WRITTEN)):
        [(_, _, verdict)] = compared("He left on Wednesday.", "He left on March 8.", "en en", *seen)
        assert verdict.kind == "same"


def test_without_any_anchor_nothing_is_claimed() -> None:
    assert not any(v.substantive for *_, v in compared("He left yesterday.", "He left on May 4.", "en en", None, None))


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("READING, England, Feb. 9 (UPI) -- A mill burned.", "2017-02-11T08:00:00Z", date(2017, 2, 9)),
        ("ORLIN, Dec 30 (Newswire) - A mill burned.", "2017-01-02", date(2016, 12, 30)),
        ("ORLIN, 30 December 2015 — A mill burned.", "", date(2015, 12, 30)),
        ("A mill burned on May 4.", "2017-02-11", date(2017, 2, 11)),
        ("A mill burned.", "", None),
        ("A mill burned.", "0001-01-01T00:00:00Z", None),
        ("A mill burned.", "last week", None),
    ],
)
def test_anchor(text: str, published: str, expected: date | None) -> None:
    assert anchor_of(Article(text=text, published=published)) == expected


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "He left on Monday. She stayed until Friday."
    [mention] = find_dates(text, 19, len(text), WRITTEN)
    assert text[mention.start : mention.end] == "Friday"


@pytest.mark.parametrize("hostile", ["2014 " * 20_000, "May " * 25_000, "last " * 20_000, "1-" * 50_000])
def test_hostile_text_does_not_hang(hostile: str) -> None:
    begun = time.perf_counter()
    found = find_dates(hostile, 0, len(hostile), WRITTEN)
    match_dates(found, found[::-1])
    assert time.perf_counter() - begun < 60
