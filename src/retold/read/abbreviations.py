"""Words with a full stop that need not end a sentence, by language, and words that mostly begin one."""

from __future__ import annotations

from functools import cache

from retold.read.wordlist import word_set

__all__ = ["ORDINAL_LANGUAGES", "ambiguous", "before_number", "never_ends", "starters"]

# Languages that write ordinal numbers with a full stop ("am 3. Oktober").
ORDINAL_LANGUAGES = word_set("de da no nb nn fi is fo cs sk pl hu hr sr bs sl et lv lt tr lb")

# A title or the like: a name follows, the sentence goes on.
_NEVER: dict[str, str] = {
    "": "dr prof st ste mt ft vs cf ca approx",
    "en": "mr mrs ms messrs mx rev revd fr gen sen sens rep reps gov govs lt col cpl sgt capt cmdr cdr "
    "maj adm pte pvt "
    "pfc spc ofc det insp supt supt atty hon pres dir amb sec asst assoc lt.-col lt.-gen brig cllr "
    "msgr br e.g i.e viz v rt ald dep sgt.-maj ens wm geo chas jas thos",
    "de": "hr fr frl dipl ing dipl.-ing med jur phil rer nat hrsg bzw z.b d.h u.a i.d.r z.t s.o vgl sog "
    "evtl ggf geb "
    "o.ä inkl exkl mind bspw bzgl gem lt zzgl jan feb mär apr jun jul aug sept okt nov dez nr hl kath ev "
    "z d u.s.w tel str. z.zt u i.v",
    "fr": "m mm mme mlle mgr me av ap env chap fig ex. éd réf tél boul bd m.m vol janv févr avr juil sept oct nov déc",
    "es": "sr sra srta sres d dña ud uds lic ing gral cnel tte cap sto sta arq mons excmo excma pág "
    "págs art núm "
    "av avda tel p.ej ej aprox ee fco ma",
    "pt": "sr sra srs sras d dra drs exmo exma eng arq gen cel ten cap sto sta av tel art pág n p.ex ex",
    "it": "sig sigg sig.ra dott dott.ssa on avv ing arch rag gen col cap mons s ss art pag pagg p.es es tel geom",
    "nl": "dhr mw mevr mr drs ir ing prof bijv o.a d.w.z t.a.v m.b.t i.v.m nl. ds resp st",
    "ru": "гор ул пр просп пл им тов гн гр акад проф доц ген полк кап т.е т.н см ср стр рис д пос обл св ст ред",
    "uk": "м вул просп ім акад проф доц ген полк т.зв див ст с обл св тов п",
    "be": "вул ім акад праф ген",
    "bg": "ул бул проф ген акад им т.нар",
    "pl": "np m.in im ul al pl św dr hab inż mgr ks gen płk kpt por prof tzw tj wg pt ww red zob por",
    "cs": "např tzv tj mj ing mgr mudr judr phdr bc gen plk kpt sv ul nám prof doc č čl resp cca ev",
    "sk": "napr tzv tj ing mgr mudr judr gen plk sv ul nám prof doc č čl resp",
    "is": "t.d þ.e m.a sbr þ.e.a.s",
    "sv": "t.ex bl.a dvs s.k kl ca resp st jfr nr",
    "da": "f.eks bl.a dvs s.k kl ca nr hr fr",
    "no": "f.eks bl.a dvs s.k kl ca nr hr",
    "fi": "esim mm ks ns n klo",
    "ro": "dl d-l dna dr prof ing gen col str bd nr ex",
    "hu": "dr ifj id özv gen pl ún",
    "tr": "dr doç prof av sn bkz vb. örn gen alb",
    "el": "κ κκ π.χ δηλ βλ",
}

# These may end a sentence; the next word decides.
_AMBIGUOUS: dict[str, str] = {
    "": "etc",
    "en": "u.s u.k u.n e.u u.s.a a.m p.m d.c l.a n.y ph.d m.d b.a m.a inc corp co ltd llc plc bros jr "
    "sr etc ave blvd rd "
    "hwy dept est univ cos assn intl natl "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev "
    "okla ore pa "
    "tenn tex va vt wash wis wyo n.c s.c n.d s.d n.h n.j n.m w.va r.i b.c n.s alta ont que sask man "
    "ft lb lbs oz mph sq yr yrs min hr hrs al esq ret",
    "de": "usw etc co st mio mrd tsd std min sek jh jhd chr abs",
    "fr": "etc cie j.-c c.-à-d p",
    "es": "etc ee.uu uu cía s.a a.m p.m km kg c.a d.c a.c dpto hnos",
    "pt": "etc cia ltda s.a km kg",
    "it": "ecc s.p.a s.r.l km a.c d.c",
    "nl": "enz etc",
    "ru": "т.д т.п г др пр руб коп млн млрд тыс гг в вв н.э км кг долл чел мин сек",
    "uk": "т.д т.п ін грн коп млн млрд тис рр р ст н.е км кг дол",
    "be": "г",
    "bg": "г",
    "pl": "itd itp r w tys mln mld zł godz min s.a sp z.o.o n.e pn",
    "cs": "atd apod r tis mil mld hod min kč s.r.o a.s odst n.l",
    "sk": "atď apod r tis mil mld hod min s.r.o a.s",
    "is": "o.s.frv o.fl kr kl ehf hf",
    "sv": "osv m.fl m.m kr mkr",
    "da": "osv m.m mio mia kr",
    "no": "osv m.m mill mrd kr",
    "fi": "jne yms milj mrd",
    "ro": "etc s.a s.r.l",
    "hu": "stb kft zrt nyrt rt",
    "tr": "vb vs a.ş",
}

# A number follows: no end. Anything else: an ordinary word.
_NUMBERED = word_set(
    "no nos nr p pp pg pgs vol vols fig figs art arts sec secs ch chap para pt reg ref op núm pág n nº "
    "č čj ст рис стр "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun ext "
    "rte tel rm"
)

_STARTERS: dict[str, str] = {
    "en": "The A An He She It They We I You This That These Those There Here But And In On At For His "
    "Her Its Their Our My "
    "If When While After Before As According Some Many Most Both Also However Meanwhile Not So Yet What "
    "Who Why How Where "
    "Which Since Because Although Though Even Once Until Under With Without Among From By To Of All Any "
    "Another Each "
    "Every Several Such Then Now Still Just Only Other Others One Two Three No Nobody Everyone Police "
    "Officials "
    "Despite During Last Earlier Later Asked Until Whether Between Instead Moreover Nor Or",
    "de": "Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ich Ihr Sein Seine Ihre "
    "Dieser Diese Dieses Aber "
    "Und In Im Am An Auf Bei Mit Nach Von Vor Zu Für Wenn Als Auch Doch Da Dort Hier So Wie Was Wer Nun "
    "Laut Zudem "
    "Damit Dabei Dazu Danach Allerdings Seit Nur Noch Trotz Während Wegen Man Beide Viele Alle Kein Keine",
    "fr": "Le La Les Un Une Des Il Elle Ils Elles On Nous Vous Je Ce Cette Ces Cela Mais Et En Dans Sur "
    "Pour Par Avec Selon "
    "Après Avant Depuis Si Quand Son Sa Ses Leur Leurs Au Aux À A De D Du Plus Pourtant Ainsi C L Lors",
    "es": "El La Los Las Un Una Unos Unas Él Ella Ellos Ellas Esto Este Esta Estos Estas Ese Esa Eso "
    "Pero Y En Por Para Con Según "
    "Tras Después Antes Desde Si Cuando Su Sus No Se Al A De Lo Además También Sin Como Mientras Entre",
    "pt": "O A Os As Um Uma Ele Ela Eles Elas Este Esta Isso Mas E Em No Na Nos Nas Por Para Com "
    "Segundo Após Depois Desde Se "
    "Quando Seu Sua Não De Do Da Ao Também Já Além",
    "it": "Il Lo La I Gli Le Un Una Uno Egli Lui Lei Loro Questo Questa Ma E In Nel Nella Per Con "
    "Secondo Dopo Prima Da Se Quando "
    "Non Si Di A Al Anche È Il Sono Come Poi",
    "nl": "De Het Een Hij Zij Ze Wij We Ik Dit Dat Deze Die Maar En In Op Bij Met Na Van Voor Als Toen "
    "Ook Volgens Er Zo Nu",
    "ru": "В На По И Но А Он Она Они Это Этот Эта При Как Если Когда После До За Его Её Также Однако С "
    "К Из У От Не Мы Я "
    "Для Об О Сейчас Тогда Так Там Все Напомним Кроме Ранее",
    "uk": "В У На По І Й Але А Він Вона Вони Це Цей Ця При Як Якщо Коли Після До За Його Її Також Однак "
    "З Із Зі Не Ми Я Для "
    "Про Так Там Усі Раніше Крім",
    "pl": "W Na Po I Ale A On Ona Oni To Ten Ta Te Przy Jak Jeśli Gdy Kiedy Za Jego Jej Także Jednak Z "
    "Ze Nie O Do Od Dla "
    "Według Tak Już Jest Było Był",
    "cs": "V Ve Na Po I Ale A On Ona Oni To Ten Ta Ty Při Jak Pokud Když Za Jeho Její Také Však S Se Z "
    "Ze Ne O Do Od Pro "
    "Podle Tak Už Je Byl Bylo Podle",
    "is": "Það Hann Hún Þeir Þær Þau Þetta Þessi Í Á Og En Við Um Með Eftir Ef Þegar Þá Hins Að Til Frá",
    "sv": "Det Den De Han Hon Vi Jag En Ett I På Och Men För Med Efter Om När Enligt Som Där Här Så Till Från",
    "da": "Det Den De Han Hun Vi Jeg En Et I På Og Men For Med Efter Om Når Ifølge Som Der Her Så Til Fra",
    "no": "Det Den De Han Hun Vi Jeg En Et I På Og Men For Med Etter Om Når Ifølge Som Der Her Så Til Fra",
}


@cache
def never_ends(lang: str) -> frozenset[str]:
    """Abbreviations (lower case, without the last full stop) after which the sentence goes on."""
    return frozenset(_NEVER[""].split()) | frozenset(_NEVER.get(lang, "").split())


@cache
def ambiguous(lang: str) -> frozenset[str]:
    """Abbreviations (lower case, without the last full stop) that may or may not end the sentence."""
    return frozenset(_AMBIGUOUS[""].split()) | frozenset(_AMBIGUOUS.get(lang, "").split())


@cache
def starters(lang: str) -> frozenset[str]:
    """Capitalised words that mostly stand at the beginning of a sentence."""
    return frozenset(_STARTERS.get(lang, _STARTERS["en"]).split())


def before_number(word: str) -> bool:
    """Whether this abbreviation (lower case, without full stop) goes with the number that follows it."""
    return word in _NUMBERED
