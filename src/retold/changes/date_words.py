"""Names of months and weekdays and words for days, by language: plain tables, read by `retold.changes.dates`."""

from __future__ import annotations

__all__ = ["AGO", "DATE_WORDS", "DAYS_OFF", "FULL_NAMES", "MONTHS", "RELATIVE", "UNITS", "WEEKDAYS"]

# Months in order, each with its abbreviations.
_MONTHS = {
    "en": "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep "
    "october/oct november/nov december/dec",
    "fr": "janvier/janv février/févr/fevrier mars avril/avr mai juin juillet/juil août/aout septembre/sept octobre/oct "
    "novembre/nov décembre/déc/decembre",
    "de": "januar/jänner/jan februar/feb märz april/apr mai juni/jun juli/jul august/aug september/sept/sep "
    "oktober/okt november/nov dezember/dez",
    "es": "enero/ene febrero/feb marzo/mar abril/abr mayo junio/jun julio/jul agosto/ago septiembre/setiembre/sept/sep "
    "octubre/oct noviembre/nov diciembre/dic",
    "it": "gennaio/gen febbraio/feb marzo aprile maggio giugno/giu luglio/lug agosto settembre/set ottobre/ott "
    "novembre/nov dicembre/dic",
    "pt": "janeiro/jan fevereiro/fev março abril/abr maio junho/jun julho/jul agosto/ago setembro/set outubro/out "
    "novembro/nov dezembro/dez",
    "nl": "januari/jan februari/feb maart april/apr mei juni/jun juli/jul augustus/aug september/sept/sep oktober/okt "
    "november/nov december/dec",
}
# Weekdays from Monday, each with its abbreviations.
_WEEKDAYS = {
    "en": "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thurs friday/fri saturday/sat sunday/sun",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "de": "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}


def _numbered(line: str, first: int) -> dict[str, int]:
    return {name: i for i, names in enumerate(line.split(), first) for name in names.split("/")}


# Names written in full: only these need no full stop or figure beside them outside English ("sept" is also seven).
FULL_NAMES = frozenset(
    names.split("/")[0] for table in (_MONTHS, _WEEKDAYS) for line in table.values() for names in line.split()
)
MONTHS = {lang: _numbered(line, 1) for lang, line in _MONTHS.items()}
WEEKDAYS = {lang: _numbered(line, 0) for lang, line in _WEEKDAYS.items()}

# Words that name a day seen from the day of writing: how many days off.
DAYS_OFF = {
    "en": {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1},
    "fr": {"hier": -1, "aujourd": 0, "demain": 1, "avant-hier": -2},
    "de": {"gestern": -1, "heute": 0, "vorgestern": -2, "übermorgen": 2},
    "es": {"ayer": -1, "hoy": 0, "anteayer": -2},
    "it": {"ieri": -1, "oggi": 0, "domani": 1},
    "pt": {"ontem": -1, "hoje": 0, "amanhã": 1, "anteontem": -2},
    "nl": {"gisteren": -1, "vandaag": 0, "eergisteren": -2},
}
# Words that move a unit, a month or a weekday seen from the day of writing; `after` says that they may follow it.
RELATIVE = {
    "en": {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1},
    "fr": {"dernier": -1, "dernière": -1, "prochain": 1, "prochaine": 1, "cette": 0, "ce": 0},
    "de": {"vergangenen": -1, "vergangene": -1, "vergangenes": -1, "letzten": -1, "letzte": -1, "letztes": -1,
           "vorigen": -1, "vorige": -1, "voriges": -1, "dieses": 0, "diese": 0, "diesen": 0, "nächsten": 1,
           "nächste": 1, "nächstes": 1, "kommenden": 1, "kommende": 1},
    "es": {"pasado": -1, "pasada": -1, "este": 0, "esta": 0, "próximo": 1, "próxima": 1},
    "it": {"scorso": -1, "scorsa": -1, "questo": 0, "questa": 0, "prossimo": 1, "prossima": 1},
    "pt": {"passado": -1, "passada": -1, "este": 0, "esta": 0, "próximo": 1, "próxima": 1},
    "nl": {"afgelopen": -1, "vorige": -1, "vorig": -1, "deze": 0, "dit": 0, "volgende": 1, "volgend": 1, "komende": 1},
}  # fmt: skip
UNITS = {
    "en": {"day": "day", "week": "week", "weekend": "week", "month": "month", "year": "year", "decade": "decade",
           "century": "century"},
    "fr": {"jour": "day", "semaine": "week", "week-end": "week", "mois": "month", "an": "year", "année": "year"},
    "de": {"tag": "day", "tage": "day", "tagen": "day", "woche": "week", "wochen": "week", "wochenende": "week",
           "monat": "month", "monats": "month", "monate": "month", "monaten": "month", "jahr": "year",
           "jahres": "year", "jahre": "year", "jahren": "year"},
    "es": {"día": "day", "semana": "week", "mes": "month", "meses": "month", "año": "year"},
    "it": {"giorno": "day", "giorni": "day", "settimana": "week", "settimane": "week", "mese": "month",
           "mesi": "month", "anno": "year", "anni": "year"},
    "pt": {"dia": "day", "semana": "week", "mês": "month", "meses": "month", "ano": "year"},
    "nl": {"dag": "day", "dagen": "day", "week": "week", "weken": "week", "weekend": "week", "maand": "month",
           "maanden": "month", "jaar": "year"},
}  # fmt: skip
# Words that turn a length of time into a date: after it ("two days ago") or before it ("il y a deux jours").
AGO = {
    "en": ("ago", "back"), "fr": ("y",), "de": ("vor",), "es": ("hace",), "it": ("fa",), "pt": ("há", "atrás"),
    "nl": ("geleden",),
}  # fmt: skip

DATE_WORDS: dict[str, frozenset[str]] = {
    lang: frozenset(
        {*MONTHS[lang], *WEEKDAYS[lang], *DAYS_OFF[lang], *RELATIVE[lang], *(w for w in AGO[lang] if " " not in w)}
    )
    for lang in MONTHS
}
