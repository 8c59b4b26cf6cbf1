"""Units of measure and currencies: how they are written, what they measure, how they convert."""

from __future__ import annotations

import re
from typing import NamedTuple

from retold.changes.numerals import trie

__all__ = ["SIGNS", "Unit", "base_value", "sign_unit", "unit_at", "unit_of"]


class Unit(NamedTuple):
    """A unit: its canonical name, what it measures, and how many base units of that dimension it is."""

    name: str
    dimension: str
    factor: float
    offset: float = 0.0


# canonical | dimension | base units | ways of writing it, in English ; and in other languages.
# A form with * also takes s, n, en, es.
_TABLE = """
mm|length|.001|mm millimetre* millimeter* ; millimètre* milímetro* millimetro millimetri
cm|length|.01|cm cms centimetre* centimeter* ; centimètre* zentimeter* centímetro* centimetro centimetri
m|length|1|m metre* meter* ; mètre* metro* metri
km|length|1000|km kms kilometre* kilometer* ; kilomètre* kilómetro* quilómetro* quilômetro* chilometro chilometri
mile|length|1609.344|mi mile* ; meile* milla* miglio miglia milha* mijl mijlen
nautical mile|length|1852|nautical-mile* ; seemeile*
ft|length|.3048|ft foot feet ; pied* fuß
inch|length|.0254|inch inches ; pouce* zoll pulgada*
yard|length|.9144|yd yds yard*
m²|area|1|m2 m² sqm square-metre* square-meter* ; mètre*-carré* quadratmeter* metro*-cuadrado* metri-quadrati
km²|area|1e6|km2 km² sq-km square-kilometre* square-kilometer* ; kilomètre*-carré* quadratkilometer* kilómetro*-cuadrado*
sq mile|area|2589988|square-mile* sq-mi sq-mile*
sq ft|area|.09290304|square-foot square-feet sq-ft
hectare|area|10000|ha hectare* ; hektar hectárea* ettari
acre|area|4046.8564|acre*
kg|mass|1|kg kgs kilo* kilogram* kilogramme* ; kilogramm kilogramo* chilo chili
g|mass|.001|g gram* gramme* ; gramm gramo* grammi
tonne|mass|1000|t tonne* ton tons metric-ton* ; tonelada* tonnellata tonnellate
lb|mass|.45359237|lb lbs
ounce|mass|.028349523|oz ounce* ; unze*
litre|volume|1|l litre* liter* ; litro* litri
gallon|volume|3.785411784|gallon*
barrel|volume|158.987|barrel* bbl ; baril* fass barril barriles barili vat vaten
m³|volume|1000|m3 m³ cubic-metre* cubic-meter* ; mètre*-cube* kubikmeter* metro*-cúbico* metri-cubi
km/h|speed|1|km/h kph kmh kilometre*-per-hour kilometer*-per-hour kilometre*-an-hour kilometer*-an-hour ; kilometer*-pro-stunde stundenkilometer* kilomètre*-heure kilomètre*-à-l'heure kilómetros-por-hora
mph|speed|1.609344|mph mile*-per-hour mile*-an-hour
m/s|speed|3.6|m/s
knot|speed|1.852|knot* kts
°C|temperature|1|°c ° degree*-celsius degree*-centigrade celsius ; grad grad-celsius degré* degré*-celsius grado* gradi graus graden
°F|temperature|.5555555556|°f degree*-fahrenheit fahrenheit
degree|angle|1|degree*
second|duration|1|second* sec secs ; seconde* sekunde* segundo* secondo secondi
minute|duration|60|minute* min mins ; minuto* minuti minuut minuten
hour|duration|3600|hour* hr hrs h ; heure* stunde* hora* ora ore uur uren
day|duration|86400|day* ; jour* journée* tag* tage tagen día* dia* giorno giorni dag dagen
week|duration|604800|week* ; semaine* woche* semana* settimana settimane weken
fortnight|duration|1209600|fortnight*
month|duration|2629800|month* ; mois monat* monate monaten mes meses mese mesi mês maand maanden
year|duration|31557600|year* yr yrs ; an ans année* jahr* jahre jahren año* anno anni ano anos jaar jaren
decade|duration|315576000|decade* ; décennie* jahrzehnt* década* decennio decenni decennium
century|duration|3155760000|century centuries ; siècle* jahrhundert* siglo* secolo secoli século* eeuw eeuwen
W|power|1|w watt*
kW|power|1e3|kw kilowatt*
MW|power|1e6|mw megawatt*
GW|power|1e9|gw gigawatt*
kWh|energy|1|kwh kilowatt-hour* ; kilowattstunde*
MWh|energy|1e3|mwh megawatt-hour*
Hz|frequency|1|hz hertz
kHz|frequency|1e3|khz
MHz|frequency|1e6|mhz
GHz|frequency|1e9|ghz
Mbit/s|data rate|1|mbit/s mbps
Gbit/s|data rate|1e3|gbit/s gbps
MB|data|1|mb megabyte*
GB|data|1e3|gb gigabyte*
TB|data|1e6|tb terabyte*
percent|share|1|% percent pct pc per-cent ; prozent procent per-cento pour-cent por-ciento por-cento pour-cents
percentage point|points|1|percentage-point* ; point*-de-pourcentage prozentpunkt* prozentpunkte prozentpunkten punto*-porcentual* pontos-percentuais punti-percentuali procentpunt*
basis point|points|.01|basis-point*
USD|money|1|$ dollar* us-dollar* u.s.-dollar* usd buck* ; dólar* dollaro dollari
AUD|money|1|aud australian-dollar*
CAD|money|1|cad canadian-dollar*
EUR|money|1|€ euro* eur
GBP|money|1|£ gbp sterling pounds-sterling ; livre*-sterling libra*-esterlina* britische*-pfund
pound|money|1|pound* ; pfund livre* libra* sterline pond
cent|money|.01|cent* ; centime* centavo*
penny|money|.01|p pence penny
JPY|money|1|yen jpy
CNY|money|1|yuan renminbi rmb cny
INR|money|1|rupee* rs inr ; roupie*
RUB|money|1|rouble* ruble* rub ; rubel
CHF|money|1|swiss-franc* chf ; franken
KRW|money|1|won krw
PLN|money|1|zloty zlotys złoty pln
BRL|money|1|reais brl
TRY|money|1|lira*
SEK|money|1|sek
UAH|money|1|hryvnia* uah
ZAR|money|1|rand zar
ILS|money|1|shekel* ils
"""  # noqa: E501

# Signs that stand before the figure. "$" alone is taken for the dollar of the United States.
SIGNS = {
    "us$": "USD", "u.s.$": "USD", "usd": "USD", "$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD",
    "hk$": "HKD", "nz$": "NZD", "s$": "SGD", "r$": "BRL", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP",
    "¥": "JPY", "₹": "INR", "rs": "INR", "rs.": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₪": "ILS", "₴": "UAH",
    "pln": "PLN", "chf": "CHF", "zł": "PLN", "kč": "CZK",
}  # fmt: skip


def _load(english: bool) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for line in _TABLE.strip().splitlines():
        name, dimension, factor, written = line.split("|")
        unit = Unit(name, dimension, float(factor), -32.0 if name == "°F" else 0.0)
        forms, _, others = written.partition(";")
        for form in forms.split() if english else (*forms.split(), *others.split()):
            for ending in ("", "s", "n", "en", "es") if form.endswith("*") else ("",):
                for inner in ("", "s"):
                    plain = form.replace("*-", inner + "-").rstrip("*").replace("-", " ")
                    units.setdefault(plain + ending, unit)
    return units


_UNITS = _load(english=False)
# A unit after a number, the longest that fits; its words may be joined by a hyphen. No letter may follow.
_PATTERNS = {english: re.compile(rf"(?:{trie(sorted(_load(english)))})(?![^\W\d_])") for english in (True, False)}


def unit_at(low: str, pos: int, end: int, lang: str) -> re.Match[str] | None:
    """The unit that is written at `pos` of the lower-cased text, as a match; None if there is none."""
    return _PATTERNS[lang == "en"].match(low, pos, end)


def unit_of(words: str) -> Unit | None:
    """The unit that is written as `words` (lower case), if it is one.

    >>> unit_of("square miles").name, unit_of("kilomètres").name
    ('sq mile', 'km')
    """
    return _UNITS.get(words.replace("\u00a0", " ").replace("-", " ").replace("‑", " "))


def sign_unit(sign: str) -> Unit:
    """The currency of a sign that stands before a figure ("$", "us$", "€")."""
    return Unit(SIGNS.get(sign.strip(), "USD"), "money", 1.0)


def base_value(value: float, unit: Unit) -> float:
    """`value` in the base unit of its dimension (metres, kilograms, seconds, …), for comparing across units.

    >>> round(base_value(6.2, unit_of("miles")))
    9978
    """
    return (value + unit.offset) * unit.factor
