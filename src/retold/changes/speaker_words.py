"""The words by which a text says who speaks: verbs of saying, pronouns, titles, in eight languages.

Plain lists, extended by adding a word. All in small letters; verbs with every form that the news uses.
"""

from __future__ import annotations

__all__ = [
    "ABBREVIATED",
    "ARTICLES",
    "AUXILIARIES",
    "BASE",
    "BE",
    "BOUNDARIES",
    "CUES",
    "GERUNDS",
    "LINKS",
    "NOUN_CUES",
    "PLURAL",
    "PREFIXES",
    "PREPOSITIONS",
    "PRONOUNS",
    "TIMES",
    "TITLES",
    "WEAK",
]

_ENGLISH = """
say says said tell tells told add adds added write writes wrote written ask asks asked reply replies replied respond
responds responded answer answers answered explain explains explained note notes noted argue argues argued claim claims
claimed insist insists insisted declare declares declared announce announces announced state states stated tweet tweets
tweeted retweet retweeted post posts posted continue continues continued conclude concludes concluded warn warns warned
call calls called describe describes described dub dubbed label labeled labelled brand branded denounce denounces
denounced slam slams slammed blast blasts blasted criticize criticizes criticized criticise criticised accuse accuses
accused admit admits admitted acknowledge acknowledges acknowledged concede concedes conceded confirm confirms confirmed
deny denies denied remark remarks remarked comment comments commented observe observes observed recall recalls recalled
recount recounts recounted joke jokes joked quip quips quipped predict predicts predicted promise promises promised
pledge pledges pledged vow vows vowed urge urges urged demand demands demanded complain complains complained suggest
suggests suggested propose proposed mention mentions mentioned point points pointed stress stresses stressed emphasize
emphasizes emphasized emphasise emphasised underline underlined reiterate reiterates reiterated repeat repeats repeated
assert asserts asserted contend contends contended maintain maintains maintained believe believes believed think thinks
thought feel feels felt wonder wonders wondered praise praises praised hail hails hailed thank thanked cite cites cited
quote quotes quoted report reports reported reveal reveals revealed disclose disclosed indicate indicates indicated
declined shout shouts shouted yell yells yelled scream screamed chant chants chanted cry cried whisper whispered
mutter muttered snap snapped interject interjected exclaim exclaims exclaimed boast boasts boasted brag bragged lament
laments lamented plead pleaded beg begged implore implored charge charges charged allege alleges alleged attack attacks
attacked mock mocks mocked deride derided ridicule ridiculed dismiss dismisses dismissed reject rejects rejected refer
refers referred characterize characterizes characterized characterise characterised read reads rule ruled testify
testifies testified recommend recommended advise advises advised caution cautions cautioned assure assures assured
reassure clarify clarifies clarified elaborate elaborated insinuate imply implies implied signal signaled hint hinted
speculate speculated counter counters countered retort retorted fire fires fired shoot shot rebut rebutted object
objected protest protested condemn condemns condemned decry decried bemoan bemoaned lambaste lambasted rail railed scold
express expresses expressed voice voiced share shares shared address addressed inform informed notify notified
summarize summarized sum summed begin began start started go goes went finish finished chime chimed tout touts touted
ponder mused muse recite recited preach sing sings sang opine opined theorize reason reasons reasoned reckon reckons
reckoned estimate estimates estimated consider considers considered deem deems deemed declares portray portrays
portrayed cast paint painted liken likened compare compared refuse refused invoke invoked echo echoes echoed agree
agrees agreed vent vented gush gushed rant ranted apologize apologized apologise apologised brief joined email emailed
e-mailed texted messaged blog blogged caption captioned headline headlined broadcast named title titled entitle
entitled titles declares rip ripped want wants wanted find finds found hope hopes hoped hear heard tells learn see sees
saw seek seeks sought use uses used offer offers offered give gives gave issue issued release released publish
published speak speaks spoke talk talks talked appear appeared proclaim proclaims proclaimed decide decided encourage
encouraged endorse endorsed question questions questioned challenge challenged challenges defend defends defended
highlight highlights highlighted tease teased react reacts reacted beam beams beamed remember remembers remembered
knock knocked blame blames blamed credit credited
"""

# Verbs that are also ordinary verbs: they count only close to the quoted words, and never before a better verb.
_WEAK = """
go goes went start started begin began read reads rule ruled want wants wanted find finds found hope hopes hoped hear
heard learn see sees saw seek seeks sought use uses used offer offers offered give gives gave issue issued release
released publish published speak speaks spoke talk talks talked appear appeared decide decided fire fires fired shoot
shot sum summed cast paint painted point points pointed rail railed feel feels felt think thinks thought believe
believes believed post posts posted charge charges charged attack attacks attacked reject rejects rejected dismiss
dismisses dismissed refer refers referred report reports reported share shares shared address addressed start
begin refuse refused declined signal signaled finish finished snap snapped sing sings sang joined brief named broadcast
headline rip ripped question questions questioned challenge challenged challenges defend defends defended credit
credited blame blames blamed encourage encouraged endorse endorsed highlight highlights highlighted agree agrees agreed
title titled titles entitle entitled consider considers considered compare compared thank thanked call fear fears
"""

_GERUNDS = """
saying adding telling calling writing noting arguing claiming insisting declaring announcing stating tweeting warning
describing asking explaining replying responding denouncing accusing suggesting stressing emphasizing quoting citing
reading concluding continuing urging demanding promising vowing predicting pointing joking shouting chanting labeling
labelling branding dubbing hailing praising slamming blasting referring mocking criticizing criticising alleging
asserting acknowledging admitting denying complaining reiterating posting commenting remarking quipping yelling
"""

_OTHERS = """
sagt sagte sagten gesagt erklärt erklärte erklärten betont betonte meint meinte schreibt schrieb twitterte kündigte
kritisierte fügte warnte warnt nannte nennt bezeichnete forderte fordert teilte berichtete versicherte räumte hieß
antwortete fragte begründete äußerte ergänzte lobte unterstrich
dit déclare déclaré affirme affirmé affirmait explique expliqué expliquait ajoute ajouté ajoutait indique indiqué
précise précisé souligne souligné assure assuré estime estimé estimait annonce annoncé écrit lance lancé lançait
répond répondu raconte raconté rappelle rappelé martèle martelé déplore déploré dénonce dénoncé insiste insisté confie
confié tweeté regrette regretté reconnaît reconnu poursuit poursuivi conclut conclu disait prévient prévenu commente
commenté qualifié observe réagi
dijo dice dicho dijeron declaró declarado afirmó afirma afirmado explicó explica explicado añadió añade agregó señaló
señala aseguró asegura indicó indica manifestó escribió tuiteó advirtió advierte insistió sostuvo recordó subrayó
destacó lamentó anunció respondió preguntó calificó contó comentó apuntó concluyó precisó reconoció denunció expresó
detto dice disse dicono dichiara dichiarato dichiarò afferma affermato spiega spiegato spiegò aggiunge aggiunto
aggiunse scrive scritto scrisse sottolinea sottolineato sostiene sostenuto ricorda ricordato annuncia annunciato
commenta commentato precisa precisato osserva conclude concluso ribadisce ribadito racconta raccontato avverte avvertito
disse diz dizem afirmou afirma declarou declara explicou explica acrescentou escreveu contou ressaltou destacou informou
anunciou lamentou garantiu alertou comentou respondeu avaliou disseram referiu sublinhou considerou salientou
zegt zei zeiden gezegd verklaarde verklaart stelt stelde schrijft schreef meldt meldde voegt voegde vertelt vertelde
legt liet aldus benadrukt benadrukte reageert reageerde twitterde noemt noemde vindt waarschuwt waarschuwde
сказал сказала сказали заявил заявила заявили говорит говорил сообщил сообщила сообщили отметил отметила добавил
добавила подчеркнул подчеркнула пояснил пояснила написал написала считает уточнил уточнила рассказал рассказала
объяснил объяснила заметил ответил ответила признал признала предупредил предупредила пишет
"""


def _words(*lists: str) -> frozenset[str]:
    return frozenset(" ".join(lists).split())


GERUNDS = _words(_GERUNDS)
WEAK = _words(_WEAK)
CUES = _words(_ENGLISH, _OTHERS) | GERUNDS
_PAST = _words(
    "said told wrote thought felt spoke saw found heard sought gave began sang shot cast began drew went put"
)
# Bare forms, which are verbs only behind a helping verb or a plural: "critics call", but "the call".
BASE = frozenset(
    word for word in _ENGLISH.split() if not word.endswith(("s", "ed")) and word not in _PAST and word != "read"
)
# Words other than nouns in -s that take the bare form.
PLURAL = _words("i we you they who people men women police voters democrats republicans some many most few others both")
# Forms of being before a verb make it passive: "was told" has no speaker to its left.
BE = _words("is are was were be been being am get gets got")
AUXILIARIES = BE | _words(
    "has have had having will would could can may might must shall should did does do not never also later then now "
    "once recently further repeatedly often previously again just even still only soon first finally simply quickly "
    "reportedly famously already always afterward afterwards instead subsequently bluntly earlier ever himself herself "
    "itself themselves to n't 's 'd 've 'll declined refused went on came out wants continued seemed tried tries "
    "hat habe haben hatte hatten ist auch noch dazu weiter a ont avait aussi encore ha han había hanno aveva "
    "também tem "
    "heeft hebben had ook nog est sera также se lo le"
)
PRONOUNS = _words(
    "he she they it we i you who er sie es wir ich il elle ils elles on nous je él ella ellos ellas egli lui lei loro "
    "ele ela eles elas hij zij ze wij ik он она они мы я"
)
ARTICLES = _words(
    "the a an this that these those his her their its our my one another some several many two three both each "
    "der die das den dem des ein eine einer eines le la les un une l' el los las una il lo gli i uno o os as um uma "
    "de het een"
)
LINKS = _words(
    "of for de del della di du des von van der da do dos das al bin ibn le la y e et und & el den ter ten zu"
)
PREPOSITIONS = _words(
    "in on at during after before by with from to about into over under against amid among around following despite "
    "since until through throughout between within without near as per via regarding concerning upon like toward "
    "towards "
    "im am bei nach vor mit aus zu über auf dans en à lors après avant avec sur selon pour par con por para durante "
    "tras desde hasta sobre según em no na durante após com nel nella al alla dopo prima op bij na voor met в на по "
    "во после при с о об к"
)
BOUNDARIES = _words(
    "and but or that while as when because if although though so whereas where which whose than then because until "
    "unless yet nor whether und aber dass während als wenn weil et mais que quand lorsque pero cuando porque ma che "
    "quando mas en maar dat toen и но что когда"
)
TIMES = _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march april "
    "june july august september october november december yesterday today tonight tomorrow morning afternoon evening "
    "night week month year montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi "
    "vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo"
)
TITLES = _words(
    "mr mrs ms miss dr prof professor president vice prime minister chancellor senator sen rep representative gov "
    "governor mayor judge justice chief general gen colonel col captain capt lt sgt sergeant major maj king queen "
    "prince princess pope lord lady sir dame rev reverend bishop cardinal archbishop secretary ambassador spokesman "
    "spokeswoman spokesperson director chairman chairwoman chair ceo coach detective det supt superintendent inspector "
    "commissioner sheriff attorney congressman congresswoman candidate nominee herr frau monsieur madame señor señora "
    "foreign former democratic republican"
)
# Nouns of saying, which take their speaker as a possessive: "Clinton's claim that".
NOUN_CUES = _words(
    "words claim claims statement statements remark remarks comment comments call calls assertion suggestion view "
    "argument tweet tweets speech slogan promise pledge vow demand charge charges question answer response reply "
    "letter "
    "warning description message phrase opinion account testimony contention accusation insistence motto email post "
    "rejection criticism denunciation praise assessment observation conclusion admission report poll memo book letter "
    "advice thesis tirade rant joke jab attack complaint threat"
)
# Words that put the speaker behind them without a verb.
PREFIXES = {
    ("according", "to"), ("in", "the", "words", "of"), ("as", "per"), ("quoted",), ("cited",), ("quoting",),
    ("citing",), ("told", "by"), ("selon",), ("laut",), ("según",), ("secondo",), ("segundo",), ("volgens",),
    ("d'après",), ("statement", "from"), ("statement", "by"), ("words", "of"), ("по", "словам"),
}  # fmt: skip
# A full stop behind one of these, or behind a single letter, belongs to the word.
ABBREVIATED = _words("mr mrs ms dr sen rep gov gen lt col st jr sr prof rev hon sgt capt maj adm sens reps supt det")
