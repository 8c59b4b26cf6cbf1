"""Which sentences belong to the page, which is the headline, and that the report itself is left alone."""

import time

import pytest

from retold.read import read_text

LEAD = "The old bridge over the Varn was closed on Monday after a barge struck a pillar, officials said."
SECOND = "Engineers from Norland expect that the repair of the bridge will take until the spring."
THIRD = "Nobody was hurt."
BODY = [LEAD, SECOND, THIRD]


def roles(*paragraphs, title="", lang=""):
    article = read_text("\n\n".join(paragraphs), title=title, lang=lang)
    found = {}
    for sentence in article.sentences:
        found.setdefault(sentence.role, []).append(sentence.text)
    return article, found


TOP = [
    "World",
    "HOME | NEWS | SPORT",
    "The Norland Courier",
    "Oddson & district",
    "Home > Region > Traffic",
    "Crime ▾ Love ▾ Animals ▾",
    "By Vera Holt",
    "BY VERA HOLT AND IVO STRAND",
    "Feb. 10, 2017 at 6:30 AM",
    "Published: 19th March 2017 08:35 PM",
    "3 min read",
    "Skip to content",
    "Publié le 13.02.2017 à 09:02",
    "07.01.2017, 08:30 Uhr",
    "Photo: Vera Holt / Norland Courier",
]
END = [
    "Related articles",
    "Read more: Ferry breaks down again",
    "Most read in Oddson",
    "Advertisement",
    "Subscribe to our newsletter",
    "Sign up for our daily briefing",
    "Follow us on Twitter @norlandcourier",
    "Copyright © 2017 Norland Courier. All rights reserved.",
    "© Norland Courier",
    "Share on Facebook",
    "0 Comments",
    "Comments are closed on this story.",
    "Your email address will not be published. Required fields are marked *",
    "We use cookies to improve this website.",
    "Corrections: clerk@norland.example",
    "Tags: bridge, barge, Varn",
    "(Reporting by Vera Holt; Editing by Ivo Strand)",
    "Reporting by Vera Holt; Editing by Ivo Strand",
    "AFP",
    "- Reuters",
    "dpa vh ist",
    "With inputs from PTI",
    "Vera Holt",
    "Vera Holt is a staff writer for the Norland Courier.",
    "Ferry captain wins cake contest",
    "Got a story? Call the newsroom.",
    "Was this forwarded to you? Subscribe",
    "Lire aussi : Le bac est en panne",
    "Abonnez-vous à partir de 1 € par mois",
    "Sur le même sujet",
    "Lesen Sie auch: Die Fähre ist defekt",
    "Mehr zum Thema",
    "Lea también: El transbordador se averió",
    "Suscríbete al boletín",
    "Leggi anche: Il traghetto è rotto",
    "Leia também: A balsa quebrou",
    "Lees ook: De pont is stuk",
    "Читайте также: паром сломался",
    "関連記事",
]


@pytest.mark.parametrize("line", TOP)
def test_page_lines_above_the_report(line):
    _, found = roles(line, *BODY, title="Barge closes bridge")
    assert found["body"] == BODY
    assert " ".join(found["furniture"]) == line


@pytest.mark.parametrize("line", END)
def test_page_lines_below_the_report(line):
    _, found = roles(*BODY, line, title="Barge closes bridge")
    assert found["body"] == BODY
    assert " ".join(found["furniture"]) == line


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Read more: Ferry breaks down again",
        "FILE - A barge on the Varn, May 2, 2015. (AP Photo/V. Holt)",
    ],
)
def test_page_lines_inside_the_report(line):
    _, found = roles(LEAD, line, SECOND, THIRD)
    assert found["body"] == BODY
    assert found["furniture"][0].startswith(line[:6])


@pytest.mark.parametrize(
    "line",
    [
        "Background",
        "– A long winter –",
        "What happens next?",
        "Shareholders of the barge company met on Tuesday.",
        "“Sign up for the ferry,” the mayor said.",
        "Copyright law does not protect a bridge, a judge said on Friday.",
        "The mayor, a former reporter for the Norland Courier, declined to comment.",
        "By Friday the water had fallen again.",
        "Reuters reported on Friday that the barge was empty.",
        "Subscribers of the ferry line said they had paid for March, too.",
        "Related work on the quay was stopped, the mayor said on Friday.",
        "Share prices of the barge company fell by a fifth.",
    ],
)
def test_lines_of_the_report_stay(line):
    _, found = roles(LEAD, line, SECOND, THIRD, "The barge was towed to Oddson on Wednesday.")
    assert line in found["body"]
    assert "furniture" not in found


def test_last_sentences_of_the_report_stay():
    for last in (
        "It opens in May.",
        "“Who knows?”",
        "He said this site was built on sand.",
        "She has three children.",
    ):
        _, found = roles(*BODY, last)
        assert found["body"] == [*BODY, last]


def test_closing_list_stays():
    _, found = roles(*BODY, "The following lines are closed:", "- Oddson to Varn", "- Varn to Harrow")
    assert len(found["body"]) == 6


def test_headline_inside_the_text():
    article, found = roles("Norland News", "Barge closes old Varn bridge", "Ferry captain wins cake contest", *BODY)
    assert article.title == ""
    assert article.headline == "Barge closes old Varn bridge"
    assert found["furniture"] == ["Norland News", "Ferry captain wins cake contest"]
    assert found["body"] == BODY


def test_headline_that_asks():
    article, found = roles("Who closed the Varn bridge?", *BODY)
    assert article.headline == "Who closed the Varn bridge?"
    assert found["body"] == BODY


def test_first_line_that_repeats_the_title_is_the_headline():
    article, found = roles("Barge closes “bridge”", *BODY, title='Barge closes "bridge"')
    assert found["headline"] == ["Barge closes “bridge”"]
    assert article.headline == 'Barge closes "bridge"'


def test_no_headline_where_there_is_none():
    article, found = roles(*BODY)
    assert article.headline == ""
    assert found == {"body": BODY}


def test_about_the_author():
    _, found = roles(
        *BODY,
        "About the author",
        "Norland Press (NP) is a news agency based in Oddson. Founded in 1901, it is old.",
        "Daily",
    )
    assert found["body"] == BODY
    assert len(found["furniture"]) == 4


def test_credit_in_the_last_paragraph():
    _, found = roles(LEAD, SECOND + " " + THIRD + " (Reporting by Vera Holt)")
    assert found["body"] == BODY
    assert found["furniture"] == ["(Reporting by Vera Holt)"]


@pytest.mark.parametrize(
    "text",
    [
        "Advertisement",
        "Read more",
        "Snow on the wire\n\na crow\n\nno news",
        "© Norland",
        "Home | News | Sport",
    ],
)
def test_where_no_body_would_be_left_nothing_is_marked(text):
    article = read_text(text)
    assert article.sentences
    assert {sentence.role for sentence in article.sentences} == {"body"}


def test_every_sentence_is_its_stretch_of_the_text():
    article, _ = roles("World", "Barge closes bridge", *BODY, "© Norland Courier")
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.end] == sentence.text
    assert [s.paragraph for s in article.sentences] == list(range(6))


@pytest.mark.parametrize("unit", ["a", '"“', "A. ", "a\n", "| ", "By A", "▾", "a\n\n", "© ", "(AP Photo/", "x  "])
def test_hostile_text_takes_linear_time(unit):
    text = LEAD + "\n\n" + unit * (100_000 // len(unit)) + "\n\n" + SECOND
    began = time.perf_counter()
    read_text(text, lang="en")
    assert time.perf_counter() - began < 60
