"""Number words and the words around numbers, by language: plain tables, read by `retold.changes.numerals`."""

from __future__ import annotations

__all__ = ["APPROXIMATE", "FRACTIONS", "JOINED", "LANGUAGES", "ORDINALS", "SCALES", "SIMPLE", "word_set"]


def word_set(line: str) -> frozenset[str]:
    """The words of a line as a set."""
    return frozenset(line.split())


LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl")

# Words below one hundred (or, in Spanish, Portuguese, hundreds) that add up; `word=value`.
SIMPLE = {
    "en": "zero=0 nil=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 eigth=8 nine=9 ten=10 eleven=11 "
    "twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 "
    "thirty=30 forty=40 fourty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90",
    "fr": "zéro=0 un=1 une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 "
    "treize=13 quatorze=14 quinze=15 seize=16 vingt=20 vingts=20 trente=30 quarante=40 cinquante=50 soixante=60 "
    "septante=70 huitante=80 octante=80 nonante=90",
    "de": "null=0 ein=1 eine=1 einen=1 einem=1 einer=1 eins=1 zwei=2 zwo=2 drei=3 vier=4 fünf=5 sechs=6 sieben=7 "
    "acht=8 neun=9 zehn=10 elf=11 zwölf=12 dreizehn=13 vierzehn=14 fünfzehn=15 sechzehn=16 siebzehn=17 "
    "achtzehn=18 neunzehn=19 zwanzig=20 dreißig=30 dreissig=30 vierzig=40 fünfzig=50 sechzig=60 siebzig=70 "
    "achtzig=80 neunzig=90",
    "es": "cero=0 un=1 uno=1 una=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 "
    "doce=12 trece=13 catorce=14 quince=15 dieciséis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte=20 "
    "veintiuno=21 veintiún=21 veintiuna=21 veintidós=22 veintitrés=23 veinticuatro=24 veinticinco=25 "
    "veintiséis=26 veintisiete=27 veintiocho=28 veintinueve=29 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 "
    "setenta=70 ochenta=80 noventa=90 cien=100 ciento=100 doscientos=200 doscientas=200 trescientos=300 "
    "trescientas=300 cuatrocientos=400 cuatrocientas=400 quinientos=500 quinientas=500 seiscientos=600 "
    "seiscientas=600 setecientos=700 setecientas=700 ochocientos=800 ochocientas=800 novecientos=900 novecientas=900",
    "it": "zero=0 un=1 uno=1 una=1 due=2 tre=3 quattro=4 cinque=5 sei=6 sette=7 otto=8 nove=9 dieci=10 undici=11 "
    "dodici=12 tredici=13 quattordici=14 quindici=15 sedici=16 diciassette=17 diciotto=18 diciannove=19 venti=20 "
    "trenta=30 quaranta=40 cinquanta=50 sessanta=60 settanta=70 ottanta=80 novanta=90",
    "pt": "zero=0 um=1 uma=1 dois=2 duas=2 três=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11 "
    "doze=12 treze=13 catorze=14 quatorze=14 quinze=15 dezesseis=16 dezasseis=16 dezessete=17 dezassete=17 "
    "dezoito=18 dezenove=19 dezanove=19 vinte=20 trinta=30 quarenta=40 cinquenta=50 sessenta=60 setenta=70 "
    "oitenta=80 noventa=90 cem=100 cento=100 duzentos=200 duzentas=200 trezentos=300 trezentas=300 "
    "quatrocentos=400 quatrocentas=400 quinhentos=500 quinhentas=500 seiscentos=600 seiscentas=600 setecentos=700 "
    "setecentas=700 oitocentos=800 oitocentas=800 novecentos=900 novecentas=900",
    "nl": "nul=0 een=1 één=1 twee=2 drie=3 vier=4 vijf=5 zes=6 zeven=7 acht=8 negen=9 tien=10 elf=11 twaalf=12 "
    "dertien=13 veertien=14 vijftien=15 zestien=16 zeventien=17 achttien=18 negentien=19 twintig=20 dertig=30 "
    "veertig=40 vijftig=50 zestig=60 zeventig=70 tachtig=80 negentig=90",
}

# Words that multiply what stands before them. A plural with nothing before it is vague ("hundreds").
SCALES = {
    "en": "hundred=100 hundreds=100 thousand=1e3 thousands=1e3 million=1e6 millions=1e6 billion=1e9 billions=1e9 "
    "trillion=1e12 trillions=1e12 dozen=12 dozens=12 score=0 lakh=1e5 lakhs=1e5 crore=1e7 crores=1e7",
    "fr": "cent=100 cents=100 centaine=100 centaines=100 mille=1e3 millier=1e3 milliers=1e3 million=1e6 "
    "millions=1e6 milliard=1e9 milliards=1e9 billion=1e12 billions=1e12 douzaine=12 douzaines=12 dizaine=10 "
    "dizaines=10 quinzaine=15 vingtaine=20 trentaine=30 quarantaine=40 cinquantaine=50 soixantaine=60",
    "de": "hundert=100 hunderte=100 tausend=1e3 tausende=1e3 million=1e6 millionen=1e6 milliarde=1e9 "
    "milliarden=1e9 billion=1e12 billionen=1e12 dutzend=12 dutzende=12",
    "es": "mil=1e3 miles=1e3 millar=1e3 millares=1e3 millón=1e6 millones=1e6 billón=1e12 billones=1e12 "
    "centenar=100 centenares=100 docena=12 docenas=12 decena=10 decenas=10 veintena=20 treintena=30 cincuentena=50",
    "it": "cento=100 centinaio=100 centinaia=100 mille=1e3 mila=1e3 migliaio=1e3 migliaia=1e3 milione=1e6 "
    "milioni=1e6 miliardo=1e9 miliardi=1e9 dozzina=12 dozzine=12 decina=10 decine=10 ventina=20 trentina=30 "
    "cinquantina=50",
    "pt": "mil=1e3 milhar=1e3 milhares=1e3 milhão=1e6 milhões=1e6 bilhão=1e9 bilhões=1e9 bilião=1e12 biliões=1e12 "
    "trilhão=1e12 trilhões=1e12 centena=100 centenas=100 dúzia=12 dúzias=12 dezena=10 dezenas=10",
    "nl": "honderd=100 honderden=100 duizend=1e3 duizenden=1e3 miljoen=1e6 miljoenen=1e6 miljard=1e9 "
    "miljarden=1e9 biljoen=1e12 dozijn=12 tiental=10 tientallen=10 twintigtal=20 vijftigtal=50 honderdtal=100",
}

ORDINALS = {
    "en": "first=1 second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10 eleventh=11 "
    "twelfth=12 thirteenth=13 fourteenth=14 fifteenth=15 sixteenth=16 seventeenth=17 eighteenth=18 nineteenth=19 "
    "twentieth=20 thirtieth=30 fortieth=40 fiftieth=50 sixtieth=60 seventieth=70 eightieth=80 ninetieth=90 "
    "hundredth=100 thousandth=1000",
    "fr": "premier=1 première=1 deuxième=2 seconde=2 troisième=3 quatrième=4 cinquième=5 sixième=6 septième=7 "
    "huitième=8 neuvième=9 dixième=10 onzième=11 douzième=12 vingtième=20 centième=100",
    "de": "erste=1 ersten=1 erster=1 zweite=2 zweiten=2 zweiter=2 dritte=3 dritten=3 dritter=3 vierte=4 vierten=4 "
    "fünfte=5 fünften=5 sechste=6 sechsten=6 siebte=7 siebten=7 achte=8 achten=8 neunte=9 neunten=9 zehnte=10 "
    "zehnten=10 elfte=11 elften=11 zwölfte=12 zwölften=12",
    "es": "primer=1 primero=1 primera=1 segundo=2 segunda=2 tercer=3 tercero=3 tercera=3 cuarto=4 cuarta=4 "
    "quinto=5 quinta=5 sexto=6 sexta=6 séptimo=7 séptima=7 octavo=8 octava=8 noveno=9 novena=9 décimo=10 décima=10",
    "it": "primo=1 prima=1 secondo=2 seconda=2 terzo=3 terza=3 quarto=4 quarta=4 quinto=5 quinta=5 sesto=6 sesta=6 "
    "settimo=7 settima=7 ottavo=8 ottava=8 nono=9 nona=9 decimo=10 decima=10",
    "pt": "primeiro=1 primeira=1 segundo=2 segunda=2 terceiro=3 terceira=3 quarto=4 quarta=4 quinto=5 quinta=5 "
    "sexto=6 sexta=6 sétimo=7 sétima=7 oitavo=8 oitava=8 nono=9 nona=9 décimo=10 décima=10",
    "nl": "eerste=1 tweede=2 derde=3 vierde=4 vijfde=5 zesde=6 zevende=7 achtste=8 negende=9 tiende=10 elfde=11 "
    "twaalfde=12",
}

# Parts of a whole, `word=denominator`. English ordinals are parts too where the words around say so.
FRACTIONS = {
    "en": "half=2 halves=2 quarter=4 quarters=4 thirds=3 fourths=4 fifths=5 sixths=6 sevenths=7 eighths=8 ninths=9 "
    "tenths=10",
    "fr": "moitié=2 demi=2 demie=2 tiers=3 quart=4 quarts=4 cinquièmes=5 dixièmes=10",
    "de": "hälfte=2 halbe=2 halben=2 halbes=2 drittel=3 viertel=4 fünftel=5 sechstel=6 achtel=8 zehntel=10",
    "es": "mitad=2 medio=2 media=2 tercio=3 tercios=3 cuartos=4 quintos=5",
    "it": "metà=2 mezzo=2 mezza=2 terzi=3 quarti=4 quinti=5",
    "pt": "metade=2 meio=2 meia=2 terço=3 terços=3 quartos=4 quintos=5",
    "nl": "helft=2 half=2 halve=2 kwart=4 vijfden=5",
}

# Words joined without a space: German and Dutch put the unit before the tens, Italian after them.
JOINED = {"de": "und", "nl": "en", "it": ""}

# What stands right before a number and says how exactly it is meant. Alternatives, most telling first.
APPROXIMATE = {
    "more than": r"(?:more|higher|greater|longer|larger|older|bigger) than|"
    r"(?:just |well |slightly )?over|above|"
    r"in excess of|upwards? of|exceed(?:s|ed|ing)?|tops?|topped|topping|surpass(?:es|ed|ing)?|passed|beyond|"
    r"plus d(?:['’]|es?\b|u\b)|mehr als|über|gut|más del?|più di|oltre|mais d[aeo]s?|meer dan|ruim",
    "at least": r"(?:at (?:the very )?least|minimum(?: of| by)?|(?:no|not) (?:fewer|less) than|"
    r"au moins|(?:au )?minimum de|mindestens|wenigstens|al menos|por lo menos|almeno|pelo menos|minstens|ten minste)",
    "nearly": r"nearly|almost|just (?:under|shy of|short of)|not quite|close to|approaching|virtually|"
    r"(?:a )?(?:little|bit|slightly) (?:less|under)(?: than)?|près d['’eu]+|presque|quasiment|"
    r"fast|beinahe|knapp|nahezu|"
    r"casi|quasi|quase|bijna|haast",
    "at most": r"(?:at|a)(?: the very)? most|up to|as (?:much|many|high|long|far) as|(?:no|not) more than|"
    r"maximum(?: of)?|"
    r"jusqu['’]à|au plus|bis zu|höchstens|maximal|hasta|fino a|até|hooguit|maximaal",
    "less than": r"(?:less|fewer|lower|shorter|smaller|younger) than|under|below|short of|"
    r"moins d(?:['’]|es?\b|u\b)|weniger als|unter|menos de|meno di|minder dan",
    "about": r"about|around|some|roughly|approximately|approx\.?|circa|ca?\.|an estimated|estimated|in the region of|"
    r"somewhere (?:near|around)|or so|environ|quelques?|autour d['’e]|une|rund|etwa|ungefähr|circa|zirka|"
    r"un[oa]s|cerca d[ei]|alrededor de|aproximadamente|intorno a|ongeveer|zo['’]n|rond",
}
