"""Quantities: what is found in a text, and which differences say something else. Every sentence is invented."""

from __future__ import annotations

import time

import pytest

from retold.changes.numerals import parse_digits
from retold.changes.quantities import Quantity, find_quantities
from retold.changes.quantity_match import Match, match_quantities
from retold.changes.units import base_value, unit_of


def quantities(text: str, lang: str = "en") -> list[Quantity]:
    found = find_quantities(text, 0, len(text), lang)
    assert all(text[q.start : q.end] == q.text for q in found)
    return found


def compared(a: str, b: str, langs: str = "en en") -> list[Match]:
    first, second = langs.split()
    return match_quantities(quantities(a, first), quantities(b, second))


FOUND = [
    ("The flood drove 13,000 people out.", "en", [(13000, "count", "exact")]),
    ("Thirteen thousand people fled Orlin.", "en", [(13000, "count", "exact")]),
    ("About 13k fans came.", "en", [(13000, "count", "about")]),
    ("Rund 13.000 Menschen flohen.", "de", [(13000, "count", "about")]),
    ("Quelque 13 000 habitants ont fui.", "fr", [(13000, "count", "about")]),
    ("Quelque 13\u00a0000 habitants ont fui.", "fr", [(13000, "count", "about")]),
    ("The town has 1.3 million residents.", "en", [(1.3e6, "count", "exact")]),
    ("The plan costs €1.3bn.", "en", [(1.3e9, "EUR", "exact")]),
    ("The plan costs $1.3 billion.", "en", [(1.3e9, "USD", "exact")]),
    ("Das kostet 1,3 Mrd. Euro.", "de", [(1.3e9, "EUR", "exact")]),
    ("Cela coûte 1,3 milliard d'euros.", "fr", [(1.3e9, "EUR", "exact")]),
    ("Cuesta 435 millones de libras.", "es", [(435e6, "GBP", "exact")]),
    ("a ten-kilometre stretch of road", "en", [(10, "km", "exact")]),
    ("some 6.2 miles from Dorvale", "en", [(6.2, "mile", "about")]),
    ("They bought two dozen boats.", "en", [(24, "count", "exact")]),
    ("Half a dozen sheep died.", "en", [(6, "count", "exact")]),
    ("Une demi-douzaine de moutons.", "fr", [(6, "count", "about")]),
    ("Le pont a coûté 2,5 M€ en tout.", "fr", [(2.5e6, "EUR", "exact")]),
    ("It took half a year.", "en", [(6, "month", "exact")]),
    ("It took a year and a half.", "en", [(1.5, "year", "exact")]),
    ("A third of the crop was lost.", "en", [(100 / 3, "percent", "exact")]),
    ("Two in five voters stayed at home.", "en", [(40, "percent", "exact")]),
    ("Two thirds of them agreed.", "en", [(200 / 3, "percent", "exact")]),
    ("Prices rose by 12.5 per cent.", "en", [(12.5, "percent", "exact")]),
    ("Prices rose by 12.5% last spring.", "en", [(12.5, "percent", "exact")]),
    ("Rates fell 0.5 percentage points.", "en", [(0.5, "percentage point", "exact")]),
    ("The third storm of the season", "en", [(3, "rank", "exact")]),
    ("the 3rd storm of the season", "en", [(3, "rank", "exact")]),
    ("a 19th-century mill", "en", [(19, "rank", "exact")]),
    ("A 10th person has died.", "en", [(10, "rank", "exact")]),
    ("A 35-year-old man was held.", "en", [(35, "year of age", "exact")]),
    ("Odo Marsh, 35, was held.", "en", [(35, "year of age", "exact")]),
    ("A baker aged 35 was held.", "en", [(35, "year of age", "exact")]),
    ("Brinmoor won 2–1 at home.", "en", [(2, "score", "exact")]),
    ("The judges had it 115-112.", "en", [(115, "score", "exact")]),
    ("It began at 3 p.m. sharp.", "en", [(900, "time of day", "exact")]),
    ("It began at 15:00 sharp.", "en", [(900, "time of day", "exact")]),
    ("It began at noon.", "en", [(720, "time of day", "exact")]),
    ("It began at half past midnight.", "en", [(30, "time of day", "exact")]),
    ("Um 2.35 Uhr begann es.", "de", [(155, "time of day", "exact")]),
    ("Vers 15 h 30, tout commença.", "fr", [(930, "time of day", "exact")]),
    ("At least 26 boats sank.", "en", [(26, "count", "at least")]),
    ("No fewer than 26 boats sank.", "en", [(26, "count", "at least")]),
    ("Nearly 7,000 homes lost power.", "en", [(7000, "count", "nearly")]),
    ("Up to 40 guests fell ill.", "en", [(40, "count", "at most")]),
    ("It weighs 40 kg or more.", "en", [(40, "kg", "at least")]),
    ("It was -5 on the ridge and 21°C below.", "en", [(5, "count", "exact"), (21, "°C", "exact")]),
    ("fünfunddreißig Schafe", "de", [(35, "count", "exact")]),
    ("quatre-vingt-dix-sept moutons", "fr", [(97, "count", "exact")]),
    ("treinta y cinco ovejas", "es", [(35, "count", "exact")]),
    ("trentacinque pecore", "it", [(35, "count", "exact")]),
    ("trinta e cinco ovelhas", "pt", [(35, "count", "exact")]),
    ("vijfendertig schapen", "nl", [(35, "count", "exact")]),
    ("It cost 300m tolans.", "en", [(300e6, "count", "exact")]),
    ("She ran the 400m in Orlin.", "en", [(400, "m", "exact")]),
    ("The bridge is 83m long.", "en", [(83, "m", "exact")]),
    # What is no quantity.
    ("It happened in 2014.", "en", []),
    ("The mill burned down on May 4, 2016.", "en", []),
    ("No one knew of another one.", "en", []),
    ("He came two days ago.", "en", []),
    ("For a second she sat still, and no longer wept.", "en", []),
    ("The 1990s were dry.", "en", []),
]


@pytest.mark.parametrize(("text", "lang", "expected"), FOUND, ids=[row[0] for row in FOUND])
def test_found(text: str, lang: str, expected: list[tuple[float, str, str]]) -> None:
    found = [(q.low, q.unit.name, q.approximation) for q in quantities(text, lang) if not q.weak]
    assert [(pytest.approx(low), unit, about) for low, unit, about in expected] == found


# Pairs that say the same to a careful reader.
INNOCENT = [
    ("The flood drove 13,000 people out.", "Thirteen thousand people were driven out.", "en en"),
    ("The flood drove 13,000 people out.", "It drove out 13k people.", "en en"),
    ("About 13,000 people fled.", "Some 13,012 people fled.", "en en"),
    ("The line is 10 km long.", "The line is 6.2 miles long.", "en en"),
    ("a ten-kilometre line", "a line of 10km", "en en"),
    ("They bought two dozen boats.", "They bought 24 boats.", "en en"),
    ("Six men were held.", "Half a dozen men were held.", "en en"),
    ("It will take six months.", "It will take half a year.", "en en"),
    ("It took 18 months.", "It took a year and a half.", "en en"),
    ("It took a week.", "It took seven days.", "en en"),
    ("More than 13,000 birds came.", "Tens of thousands of birds came.", "en en"),
    ("A third of the crop was lost.", "33 percent of the crop was lost.", "en en"),
    ("Two in five voters stayed away.", "40% of voters stayed away.", "en en"),
    ("Nearly half of the voters stayed away.", "Almost 50 percent of the voters stayed away.", "en en"),
    ("One in ten fell ill.", "A tenth fell ill.", "en en"),
    ("A quarter of the fleet sank.", "25% of the fleet sank.", "en en"),
    ("The mine cost £435m.", "The mine cost 435 million pounds.", "en en"),
    ("The mine cost $800 billion.", "The mine cost US$800 billion.", "en en"),
    ("The mine cost 300 million tolans.", "The mine cost 300m tolans.", "en en"),
    ("The mine cost 1,300,000 euros.", "Die Mine kostete 1,3 Millionen Euro.", "en de"),
    ("The dam holds 13,000 tonnes.", "El dique contiene 13.000 toneladas.", "en es"),
    ("The dam holds 13,000 tonnes.", "Le barrage contient 13 000 tonnes.", "en fr"),
    ("Some 20 boats sank.", "Une vingtaine de bateaux ont coulé.", "en fr"),
    ("Thirty-five sheep died.", "Morirono 35 pecore.", "en it"),
    ("Odo Marsh, 35, was held.", "The 35-year-old Odo Marsh was held.", "en en"),
    ("Odo Marsh, 35, was held.", "Odo Marsh (35) was held.", "en en"),
    ("Brinmoor won 2–1.", "Brinmoor won 2-1.", "en en"),
    ("Brinmoor won 2–1.", "Orlin lost 1-2.", "en en"),
    ("The judges had it 115-112.", "The judges had it 115:112.", "en en"),
    ("It began at 3 p.m.", "It began at 15:00.", "en en"),
    ("It began at 12:30am.", "It began half past midnight.", "en en"),
    ("It began at 0400 UTC.", "Es begann um 5.00 Uhr MEZ.", "en de"),
    ("It began at noon.", "It began at 12 p.m.", "en en"),
    ("The third storm of the season struck.", "The season's 3rd storm struck.", "en en"),
    ("Lake Sarn is two feet (0.61 metres) lower.", "Lake Sarn is 61cm lower.", "en en"),
    ("Winds of 60 mph (97 km/h) blew.", "Winds of 97 km/h blew.", "en en"),
    ("Water rose by 24 inches.", "Water rose by 60 centimetres.", "en en"),
    ("The figure was 4.176 million.", "The figure was 4.2 million.", "en en"),
    ("At least 26 boats sank.", "No fewer than 26 boats sank.", "en en"),
    ("More than 200 officers came.", "Over 200 officers came.", "en en"),
    ("Between 10 and 15 goats fell ill.", "10-15 goats fell ill.", "en en"),
    ("10 to 15 goats fell ill.", "Some 12 goats fell ill.", "en en"),
    ("Around 20 goats fell ill.", "20 goats fell ill.", "en en"),
    ("It weighs 5 kg.", "It weighs 5 kilograms.", "en en"),
    ("The house was 3,480 metres up.", "The house was 3,480m up.", "en en"),
    ("It was 21°C.", "It was 70°F.", "en en"),
    ("A little less than a year passed.", "Not quite twelve months passed.", "en en"),
    ("Hundreds of birds came.", "Some 350 birds came.", "en en"),
    ("Dozens of birds came.", "Some 60 birds came.", "en en"),
    ("Both men were held.", "The two men were held.", "en en"),
    ("He has one brother and one dream.", "He has a brother and a dream.", "en en"),
    ("He left for the first time.", "He left, which he had never done.", "en en"),
    ("The bill reaches 6.5 million crowns ($4.1 million).", "La facture atteint 6,5 millions de couronnes.", "en fr"),
    ("Four boats and three rafts sank.", "Three rafts and four boats sank.", "en en"),
    ("Four boats sank, the four boats of Orlin.", "Four boats of Orlin sank.", "en en"),
]


@pytest.mark.parametrize(("a", "b", "langs"), INNOCENT, ids=[f"{row[0]} | {row[1]}" for row in INNOCENT])
def test_innocent(a: str, b: str, langs: str) -> None:
    assert [v.why for _, _, v in compared(a, b, langs) if v.substantive] == []


# Pairs in which a number says something else.
CHANGED = [
    ("The flood drove 13,000 people out.", "The flood drove 30,000 people out.", "en en"),
    ("Thirteen people drowned at Orlin.", "Thirty people drowned at Orlin.", "en en"),
    ("The flood drove 387 people out.", "The flood drove 837 people out.", "en en"),
    ("The line is 10 km long.", "The line is 10 miles long.", "en en"),
    ("The mine cost £435m.", "The mine cost €435m.", "en en"),
    ("The mine cost 1 billion tolans.", "The mine cost 10 billion tolans.", "en en"),
    ("The mine cost 1.3 million euros.", "The mine cost 1.3 billion euros.", "en en"),
    ("Prices rose 5 percent.", "Prices rose 5 percentage points.", "en en"),
    ("Nearly half of the voters stayed away.", "Nearly a third of the voters stayed away.", "en en"),
    ("Two in five voters stayed away.", "Two in three voters stayed away.", "en en"),
    ("He was jailed for four years.", "He was jailed for fourteen years.", "en en"),
    ("He was jailed for four years.", "He was jailed for four months.", "en en"),
    ("Odo Marsh, 35, was held.", "Odo Marsh, 53, was held.", "en en"),
    ("The 24-year-old was held.", "The 27-year-old was held.", "en en"),
    ("Odo Marsh, 35, was held.", "Odo Marsh, 45 ans, a été arrêté.", "en fr"),
    ("Brinmoor won 2–1.", "Brinmoor won 3–1.", "en en"),
    ("The third card had it 114-113.", "The third card had it 114-112.", "en en"),
    ("It began at 3:30 p.m. in Orlin.", "It began at 5:30 p.m. in Orlin.", "en en"),
    ("Es begann um 3.25 Uhr.", "It began at 2:35 a.m.", "de en"),
    ("It was the third storm of the season.", "It was the fourth storm of the season.", "en en"),
    ("a mill of the 19th century", "a mill of the 20th century", "en en"),
    ("Nearly 7,000 homes lost power.", "More than 7,000 homes lost power.", "en en"),
    ("At least 26 boats sank.", "26 boats sank.", "en en"),
    ("More than 200 officers came.", "More than 2,000 officers came.", "en en"),
    ("The army has about 50 tanks.", "L'armée a une quinzaine de chars.", "en fr"),
    ("61 people were hurt.", "51 personas resultaron heridas.", "en es"),
    ("More than 70 countries signed.", "Mehr als 60 Staaten unterzeichneten.", "en de"),
    ("Hundreds of birds came.", "Thousands of birds came.", "en en"),
    ("Between 10 and 15 goats fell ill.", "Between 10 and 50 goats fell ill.", "en en"),
    ("Between 10 and 15 goats fell ill.", "Some 40 goats fell ill.", "en en"),
    ("It weighs 5 kg.", "It weighs 15 pounds.", "en en"),
    ("A little less than a year passed.", "A little more than a year passed.", "en en"),
    ("Three owners sold the paper.", "Two owners sold the paper.", "en en"),
    ("Four boats and three rafts sank.", "Five boats and three rafts sank.", "en en"),
    ("Some 330 plants are on the grid.", "Some 340 plants are on the grid.", "en en"),
    ("The strain called Varo-19 spread.", "The strain called Varo-22 spread.", "en en"),
    ("61 people were hurt in the crash.", "60 people were hurt in the crash.", "en en"),
    ("No boats sank off Orlin.", "Twelve boats sank off Orlin.", "en en"),
]


@pytest.mark.parametrize(("a", "b", "langs"), CHANGED, ids=[f"{row[0]} | {row[1]}" for row in CHANGED])
def test_changed(a: str, b: str, langs: str) -> None:
    assert [v.why for _, _, v in compared(a, b, langs) if v.substantive]


def test_no_full_stop_belongs_to_a_figure() -> None:
    assert [q.text for q in quantities("They sold 12. Then came 3,000.")] == ["12", "3,000"]


def test_the_right_figures_are_paired() -> None:
    a, b = "Of 120 boats, 40 sank and 12 men drowned.", "Twelve men drowned when 14 of 120 boats sank."
    changed = [(x.text, y.text) for x, y, v in compared(a, b) if x and y and v.substantive]
    assert changed == [("40", "14")]


def test_the_reason_names_both_figures_and_no_order() -> None:
    [(_, _, verdict)] = compared("The flood drove 13,000 people out.", "The flood drove 30,000 people out.")
    assert "13,000" in verdict.why
    assert "30,000" in verdict.why
    assert verdict.why.endswith(".")


def test_a_hedge_is_part_of_the_lead() -> None:
    [q] = quantities("At least 26 boats sank.")
    assert (q.lead, q.start) == (0, 9)


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "İstanbul has 15 ferries. Orlin has 3."
    [q] = find_quantities(text, 25, len(text))
    assert text[q.start : q.end] == "3"


@pytest.mark.parametrize(
    ("literal", "lang", "value"),
    [
        ("999,999,999", "en", 999999999),
        ("999.999.999", "de", 999999999),
        ("1.234,5", "de", 1234.5),
        ("1,234.5", "en", 1234.5),
        ("1’000", "de", 1000),
        ("3.5", "fr", 3.5),
        ("0,125", "es", 0.125),
        ("46.000", "fr", 46000),
    ],
)
def test_separators(literal: str, lang: str, value: float) -> None:
    parsed = parse_digits(literal, lang)
    assert parsed is not None
    assert parsed[0] == pytest.approx(value)


@pytest.mark.parametrize("lang", ["fr", "de", "es", "it", "pt", "nl"])
def test_words_to_a_hundred(lang: str) -> None:
    """Twenty-one, forty-five, seventy-one, eighty, ninety-nine as each language writes them."""
    written = {
        "fr": "vingt et un, quarante-cinq, soixante et onze, quatre-vingts, quatre-vingt-dix-neuf",
        "de": "einundzwanzig, fünfundvierzig, einundsiebzig, achtzig, neunundneunzig",
        "es": "veintiuno, cuarenta y cinco, setenta y uno, ochenta, noventa y nueve",
        "it": "ventuno, quarantacinque, settantuno, ottanta, novantanove",
        "pt": "vinte e um, quarenta e cinco, setenta e um, oitenta, noventa e nove",
        "nl": "eenentwintig, vijfenveertig, eenenzeventig, tachtig, negenennegentig",
    }[lang]
    assert [q.low for q in quantities(written, lang)] == [21, 45, 71, 80, 99]


def test_units_convert() -> None:
    mile, celsius, fahrenheit = unit_of("miles"), unit_of("°c"), unit_of("°f")
    assert mile is not None
    assert celsius is not None
    assert fahrenheit is not None
    assert base_value(6.2, mile) == pytest.approx(9978, abs=1)
    assert base_value(212, fahrenheit) == pytest.approx(base_value(100, celsius))


@pytest.mark.parametrize("hostile", ["1" * 100_000, "," * 100_000, "1," * 50_000, "1 " * 50_000, "one and " * 12_000])
def test_hostile_text_does_not_hang(hostile: str) -> None:
    begun = time.perf_counter()
    found = find_quantities(hostile, 0, len(hostile))
    match_quantities(found, found[::-1])
    assert time.perf_counter() - begun < 60
