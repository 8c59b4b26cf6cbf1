"""Which agencies an article credits: true credit, and mentions that only look like it."""

from __future__ import annotations

import time
import tomllib
from dataclasses import replace

import pytest

from retold.credit import agency_names, compare_credit, find_credit, find_marks
from retold.credit.names import AGENCIES, initials
from retold.model import Article
from retold.read import read_record, read_text

BODY = (
    "The river rose on Monday and flooded the lower town. Nobody was hurt, the mayor said."
    "\n\nA second storm is expected."
)


def article(text: str = BODY, **fields: object) -> Article:
    metadata = fields.pop("metadata", {})
    return replace(read_record({"text": text, **fields}), metadata=metadata)


# "…" stands for the body of the report; what is credited, in order, with "+" between.
TRUE = [
    ("(Reuters) - The first video of the flood was seen by thousands. …", "Reuters"),
    ("… idr/Reuters", "Reuters"),
    ("… jbh/jm-(AFP, AP)", "AFP+AP"),
    ("… hg/jd (dpa, Reuters) -", "dpa+Reuters"),
    ("… Source:-AFP news agency", "AFP"),
    ("… The storm was worse than the last, the mayor said of it. with dpa", "dpa"),
    ("MOSCOW, March 30. /TASS, Ivan Ivanov/. …", "TASS"),
    ("KUMERTAU (Bashkiria), March 30. /TASS/. …", "TASS"),
    ("…\n\nJane Doe contributed to this report. The Associated Press also contributed to this report.", "AP"),
    ("PARIS (AFP) - …", "AFP"),
    ("LONDON, March 3 (Reuters) — …", "Reuters"),
    ("(Xinhua) -- …", "Xinhua"),
    ("WASHINGTON — (AP) …", "AP"),
    ("WASHINGTON (AP) — …", "AP"),
    ("PARIS, March 3 - AFP - …", "AFP"),
    ("Berlin/Hamburg (dpa) - …", "dpa"),
    ("Madrid, 4 mar (EFE).- …", "EFE"),
    ("Roma, 4 mar. (Adnkronos) - …", "Adnkronos"),
    ("AFP - …", "AFP"),
    ("NEW YORK, March 4, 2024 /PRNewswire/ -- …", "PR Newswire"),
    ("TORONTO, March 04, 2024 (GLOBE NEWSWIRE) -- …", "GlobeNewswire"),
    ("LONDON (PA) — …", "PA"),
    ("RABAT (MAP) - …", "MAP"),
    ("New Delhi [India], March 4 (ANI): …", "ANI"),
    ("Mumbai, March 4 (IANS) …", "IANS"),
    ("MOSCOW, March 4. /TASS/. …", "TASS"),
    ("…\n\n(AFP)", "AFP"),
    ("…\n\n- dpa", "dpa"),
    ("…\n\n© Agence France-Presse", "AFP"),
    ("…\n\nak/bk © 2021 AFP", "AFP"),
    ("… (dpa)", "dpa"),
    ("… AFP", "AFP"),
    ("…\n\n/ritzau/", "Ritzau"),
    ("…\n\nWith inputs from PTI", "PTI"),
    ("…\n\n(With inputs from agencies)", "news agencies"),
    ("…\n\nThe Associated Press contributed to this report.", "AP"),
    ("…\n\nReuters and AFP contributed to this report.", "Reuters+AFP"),
    ("…\n\nSource: News agencies", "news agencies"),
    ("…\n\nSource: Xinhua", "Xinhua"),
    ("…\n\nQuelle: dpa", "dpa"),
    ("…\n\nFuente: EFE", "EFE"),
    ("…\n\nSource : AFP", "AFP"),
    ("…\n\nThis article was originally published by Reuters.", "Reuters"),
    ("…\n\nThis article first appeared in The Conversation.", "The Conversation"),
    ("…\n\nThis article first appeared in The Larkfield Times.", "The Larkfield Times"),
    (
        "…\n\nThis article is republished from The Conversation under a Creative Commons license. Read the original article.",  # noqa: E501
        "The Conversation",
    ),
    ("…\n\nAbout the author\n\nAgence France-Presse (AFP) is a French news agency.", "AFP"),
    ("…\n\nAvec AFP", "AFP"),
    ("…\n\n(mit Material der dpa)", "dpa"),
    ("…\n\nCon información de EFE", "EFE"),
    ("…\n\nCom informações da Agência Brasil", "Agência Brasil"),
    ("…\n\nCopyright 2017 The Associated Press. All rights reserved.", "AP"),
    ("By Jane Doe, AP\n\n…", "AP"),
    ("By Jane Doe, Associated Press\n\n…", "AP"),
    ("Reuters\n\n…", "Reuters"),
    ("…\n\n(Reporting by Jane Doe, Reuters; Editing by X Y)", "Reuters"),
    ("…\n\nAdditional reporting by AFP.", "AFP"),
    ("HARROWGATE, May 3 (Northlight Newswire) — …", "Northlight Newswire"),
    ("TORVALE, May 3 (NLN) - …", "NLN"),
    ("…\n\nMet dank aan ANP", "ANP"),
    ("新华社北京3月4日电 （记者张三）河水星期一上涨，淹没了下城。市长说没有人受伤。", "Xinhua"),
    ("МОСКВА, 4 марта. /ТАСС/. Река поднялась в понедельник и затопила нижний город. Никто не пострадал.", "TASS"),
    (
        "МОСКВА, 4 мар — РИА Новости. Река поднялась в понедельник и затопила нижний город. Никто не пострадал.",
        "RIA Novosti",
    ),
    ("Il fiume è salito lunedì. Nessuno è rimasto ferito, ha detto il sindaco.\n\n(ANSA)", "ANSA"),
    ("(ANSA) - ROMA, 04 MAR - Il fiume è salito lunedì. Nessuno è rimasto ferito, ha detto il sindaco.", "ANSA"),
    ("Paris, 4 mars 2024 (AFP) - Le fleuve est monté lundi. Personne n'a été blessé, selon le maire.", "AFP"),
    ("…\n\nCet article a été initialement publié par l'AFP.", "AFP"),
    ("…\n\nDieser Artikel erschien zuerst bei Reuters.", "Reuters"),
    ("…\n\nEsta nota fue publicada originalmente por Europa Press.", "Europa Press"),
    ("SEOUL, March 4 (Yonhap) -- …", "Yonhap"),
    ("TOKYO — Kyodo News\n\n…", "Kyodo"),
    ("…\n\nThis story was produced by ProPublica and is republished here.", "ProPublica"),
    ("…\n\nThe post River rises appeared first on The Larkfield Times.", "The Larkfield Times"),
    ("…\n\nCompiled from wire services.", "news agencies"),
    ("…\n\n—AFP", "AFP"),
    ("…\n\n[AFP]", "AFP"),
    ("…\n\n--IANS\nab/cd", "IANS"),
    ("…\n\nvia AFP", "AFP"),
    ("SYDNEY, AAP — …", "AAP"),
    ("From wire reports\n\n…", "news agencies"),
    ("BELGRADE (Tanjug) – …", "Tanjug"),
]
# Each stands before, behind and inside the report, and credits nobody.
MENTIONS = [
    "Harrisburg, PA -",
    "The Pennsylvania (PA) governor said so.",
    '"It rose," he told Reuters.',
    "According to AFP, the river rose.",
    "An AFP journalist saw the river rise.",
    "The AP reported on Monday that the river rose.",
    "State media agency Xinhua reported the flood.",
    "Police (AP Photo/Jane Doe) came.",
    "AP classes were cancelled.",
    "The MAP project (MAP) was delayed.",
    "US agencies said the river rose.",
    "Aid agencies (UN) came.",
    "NASA (USA) saw it.",
    "Reuters was unable to verify the report.",
    "The Palestinian Authority (PA) said so.",
    "Bloomberg, a former mayor, spoke.",
    "The Guardian first reported the flood.",
    "The report was first published by Reuters on Monday, police said.",
    "With AFP in trouble, he left.",
    "Reuters: a history of an agency is the book's title.",
    "The study was published in Nature.",
    "Mike Bloomberg (D) said so.",
    "The BBC has learned of it.",
    "The chief of Anadolu (AA) resigned.",
]
# Lines of a page around the report that credit pictures, readers, links; not the text.
LINES = [
    "Photo: AFP",
    "(AP Photo/Jane Doe)",
    "© Getty Images/AFP",
    "File photo: Reuters",
    "Image: Reuters/John Doe",
    "Photo credit: AFP",
    "© Larkfield Times",
    "Source: World Bank",
    "Follow us on Twitter",
    "Home | US | World | Agencies",
    "Jane Doe is a reporter. She worked for Reuters before.",
    "Read more: AFP fires editor",
]
FIELDS = [
    ({"byline": "Jane Doe, AP"}, ("AP",)),
    ({"byline": "Reuters Staff"}, ("Reuters",)),
    ({"byline": "Staff and agencies"}, ("news agencies",)),
    ({"byline": "Avec AFP"}, ("AFP",)),
    ({"byline": "Jane Doe, Northlight News Agency"}, ("Northlight News Agency",)),
    ({"publisher": "AFP"}, ("AFP",)),
    ({"publisher": "AP News"}, ("AP",)),
    ({"publisher": "Meridian Press Agency"}, ("Meridian Press Agency",)),
    ({"url": "https://www.reuters.com/world/river"}, ("Reuters",)),
    ({"byline": "From our correspondent"}, ()),
    ({"byline": "Pa Ndiaye"}, ()),
    ({"publisher": "The Pa Gazette"}, ()),
    ({"publisher": "The Bloomberg Township Gazette"}, ()),
    ({"url": "https://notreuters.com/river"}, ()),
    ({"url": "http://[broken"}, ()),
]
METADATA = [
    ({"schema": {"creditText": "Agence France-Presse"}}, ("AFP",)),
    ({"schema": {"sourceOrganization": {"@type": "Organization", "name": "Reuters"}}}, ("Reuters",)),
    ({"schema": {"author": [{"name": "Jane Doe"}, {"name": "Associated Press"}]}}, ("AP",)),
    ({"schema": {"isBasedOn": "https://www.dpa.com/story"}}, ("dpa",)),
    ({"schema": {"copyrightNotice": "© 2024 EFE. All rights reserved."}}, ("EFE",)),
    ({"schema": {"provider": "PTI"}}, ("PTI",)),
    ({"links": {"canonical": ["https://apnews.com/article/1"]}}, ("AP",)),
    ({"links": {"syndication": ["https://theconversation.com/x"]}}, ("The Conversation",)),
    ({"meta": {"syndication-source": ["https://www.upi.com/x"]}}, ("UPI",)),
    ({"meta": {"author": ["AFP"]}}, ("AFP",)),
    ({"schema": {"author": {"name": "Jane Doe"}, "publisher": {"name": "The Larkfield Times"}}}, ()),
    ({"schema": {"creditText": "Photo by Jane Doe/AFP"}}, ()),
    ({"schema": "broken", "meta": None, "links": [1]}, ()),
]


@pytest.mark.parametrize(("text", "agencies"), TRUE)
def test_credit_is_found(text: str, agencies: str) -> None:
    whole = article(text.replace("…", BODY))
    credit = find_credit(whole)
    assert "+".join(credit.agencies) == agencies
    assert credit.evidence
    assert all(words in whole.text for words in credit.evidence)


@pytest.mark.parametrize("mention", MENTIONS)
@pytest.mark.parametrize("frame", ["{m} {b}", "{b} {m}", "{b}\n\n{m} It went on for days, people in the town said."])
def test_a_mention_is_no_credit(mention: str, frame: str) -> None:
    assert find_credit(article(frame.format(m=mention, b=BODY))).agencies == ()


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("frame", ["{m}\n\n{b}", "{b}\n\n{m}"])
def test_a_line_of_the_page_is_no_credit(line: str, frame: str) -> None:
    assert find_credit(article(frame.format(m=line, b=BODY))).agencies == ()


@pytest.mark.parametrize(("fields", "agencies"), FIELDS)
def test_fields(fields: dict[str, str], agencies: tuple[str, ...]) -> None:
    assert find_credit(article(**fields)).agencies == agencies


@pytest.mark.parametrize(("metadata", "agencies"), METADATA)
def test_declarations(metadata: dict[str, object], agencies: tuple[str, ...]) -> None:
    assert find_credit(article(metadata=metadata)).agencies == agencies


@pytest.mark.parametrize(
    ("a", "b", "source", "status"),
    [
        ("PARIS (AFP) - …", "…\n\nSource: AFP", "a", "kept"),
        ("PARIS (AFP) - …", "…\n\nSource: Reuters", "a", "changed"),
        ("PARIS (AFP) - …", "…\n\nSource: News agencies", "a", "changed"),
        ("PARIS (AFP) - …", "…", "a", "dropped"),
        ("…", "…", "a", "none"),
        ("…", "PARIS (AFP) - …", "a", "none"),
        ("…", "PARIS (AFP) - …", "b", "dropped"),
        ("…", "PARIS (AFP) - …", None, "dropped"),
        ("PARIS (AFP) - …", "…", None, "dropped"),
        ("TORVALE, May 3 (Reuters/AFP) - …", "…\n\n(dpa, AFP)", "a", "kept"),
        ("TORVALE, May 3 (QXT) - …", "QXT, Torvale\n\n…", "a", "kept"),
        ("TORVALE, May 3 (QXT) - …", "QXT | Torvale\n\n…", "a", "kept"),
        ("TORVALE, May 3 (QXT) - …", "QXT news is what the town reads. …", "a", "dropped"),
    ],
)
def test_status(a: str, b: str, source: str, status: str) -> None:
    first, second = (article(text.replace("…", BODY)) for text in (a, b))
    assert compare_credit(first, second, source).status == status
    turned = {"a": "b", "b": "a", None: None}[source]
    assert compare_credit(second, first, turned).status == status
    assert compare_credit(first, second, source, derived=False).status == "none"


def test_an_outlet_that_is_not_listed_is_known_from_the_other_side() -> None:
    origin, page = article(publisher="The Larkfield Bugle"), article(BODY + "\n\nVia: The Larkfield Bugle")
    assert compare_credit(origin, page, "a").status == "kept"
    assert find_credit(page).agencies == ()


def test_full_name_and_abbreviation_are_one() -> None:
    wire = article("TORVALE, May 3 (NPA) - " + BODY, publisher="Northlight Press Agency")
    assert find_credit(wire).agencies == ("Northlight Press Agency",)
    assert compare_credit(wire, article(BODY + "\n\n© NPA"), "a").status == "kept"


def test_initials() -> None:
    assert initials("Press Trust of India") == "PTI"
    assert initials("Reuters") == ""
    assert initials("Bureau of local news") == ""


def test_marks_say_where() -> None:
    found = find_marks(article("PARIS (AFP) - " + BODY + "\n\n© AFP", byline="AFP", publisher="AFP"))
    assert [mark.place for mark in found] == ["publisher", "byline", "dateline", "sign-off"]


def test_the_file_of_agencies_is_sound() -> None:
    listed = tomllib.loads(AGENCIES.read_text("utf-8"))["agency"]
    names = [agency["name"] for agency in listed]
    assert len(names) == len(set(names)) > 100
    forms = [form for agency in listed for form in (*agency["names"], *agency.get("weak", ()))]
    assert len(forms) == len(set(forms))
    domains = [domain for agency in listed for domain in agency["domains"]]
    assert len(domains) == len(set(domains))
    known = {"name", "names", "weak", "domains", "country", "kind"}
    for agency in listed:
        assert set(agency) <= known
        assert agency.get("kind", "agency") in ("agency", "release", "outlet", "some")
        for form in agency["names"]:
            assert [s.agency for s in agency_names().spot(f"– {form} –")] == [agency["name"]], form


@pytest.mark.parametrize(
    "hostile",
    ["(" * 5000, "AFP " * 3000, "A, " * 4000 + "(AFP)", "with the " * 2000, "© " * 4000, "AFP (" * 2000,
     "This article was " * 800, "PARIS (AFP/" * 1500, "by " * 4000 + "AFP", "Source: " * 2000, "/" * 8000,
     "Aa " * 3000 + "News"],
)  # fmt: skip
def test_hostile_text_does_not_hang(hostile: str) -> None:
    texts = [hostile, hostile + "\n\n" + BODY, BODY + "\n\n" + hostile]
    whole = [read_text(text) for text in texts]
    start = time.perf_counter()
    for one in whole:
        find_credit(one)
    assert time.perf_counter() - start < 60
