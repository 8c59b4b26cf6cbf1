"""Sentence boundaries: every case gives the text and the sentences that it holds."""

import time

import pytest

from retold.read import split_sentences

EN = [
    ["The bridge was closed.", "It opens in May."],
    ["W.House aide Ilse Marrow spoke first.", "U.S. officials said nothing."],
    ["The ferry left on Jan. 10 with Pte. Orla Venn aboard.", "Mr. Okoro waved."],
    ["Gov. J.B. Tarrow signed the bill.", "It costs $1.5 million."],
    ["They met at 3 p.m. Monday.", "They parted at 5 p.m.", "The mayor was late."],
    ["She lives at No. 10 Harrow Street.", "He does not."],
    ["The poet A. R. Lindqvist read.", "Nobody slept."],
    ["He lived in the U.S. until June.", "She stayed in the U.S.", "The house was sold."],
    ["Well ... maybe not.", "He paused...", "Then he left."],
    ["It was late … but not too late.", "“We are … friends,” he said."],
    ["It was quiet, she said.", '"It is over."', "They left."],
    ["It was quiet, she said.", "“It is over.”", "They left."],
    ["They guard the edges of Norland “.", "Then winter came."],
    ['"Is it true?" he asked.', "Nobody knew."],
    ['"Is it true?" Vera Holt asked.', "Nobody knew."],
    ["“Never!” Mrs. Holt said.", "She meant it."],
    ["‘Is it true?’ he asked.", "Nobody knew."],
    ["READING, Norland, Feb. 9 (UNP) -- A baker won the race.", "She ran alone."],
    ["PORTVILLE, Tenn. (UNP) — A baker won the race.", "She ran alone."],
    ["The tower fell (nobody was hurt).", "(It was empty.)", "The owner wept."],
    ["The firm, Oddson Inc., closed.", "Marrow & Co. Ltd. bought it.", "Nobody objected."],
    ["Prices rose 3.5 percent in 2016.", "They fell in 2017."],
    ["See www.norland.example for more.", "Write to a.b@norland.example today."],
    ["He saw St. Agnes Church.", "It stands on Mill St.", "The door is green."],
    ["Dr. and Mrs. Vance came.", "Prof. Ude did not."],
    ["Is that all?", "Yes.", "No!", "Perhaps."],
    ["He bought an iPhone.", "eBay sold it.", "al-Rashid bought it."],
    ["Smith Jr. won.", "Brown Sr. lost."],
    ["“I came.", "I saw.", "I left.”", "She laughed."],
    ["It weighs 5 lbs. and smells.", "Nobody wants it."],
    ["The case is Marrow v. Holt.", "It opens on Sept. 3."],
    ["He said no.", "He meant it."],
    ["The U.N. Security Council met.", "It adjourned."],
    ["He has a Ph.D. in geology.", "She has none."],
    ["Lt. Col. Ivo Strand spoke.", "Sgt. Maj. Pell did not."],
    ["They sang “Ode.”", "Then they went home."],
    ["He came at 7 a.m. EST on Friday.", "The shop was shut."],
    ["Born in Washington, D.C., he moved away.", "He returned."],
    ["The vote was 5-4.", "The fifth judge, e.g. the oldest, wept."],
    ["The file KP.norland is lost.", "Nobody looked for it."],
    ["What?!", "He ran."],
    ['He said: "Stop."', '"Why?"', '"Because."'],
]

OTHERS = [
    ("de", ["Am 3. Oktober kam Dr. Otto Hain an.", "Es regnete."]),
    ("de", ["„Das ist alles.“", "Er ging z. B. nach Hause.", "Sie blieb."]),
    ("de", ["Das war im Jahr 2016.", "Danach kam der 2. Sturm."]),
    ("fr", ["M. Delorme a dit : « Je viens. »", "Il est parti."]),
    ("fr", ["Mme. Roux habite av. J.-C. Morel.", "Elle dort."]),
    ("es", ["El Sr. Ibarra habló con EE.UU. ayer.", "¿Quién lo sabe?", "¡Nadie!"]),
    ("it", ["Il sig. Bruni arriva alle 9.30.", "Dorme ancora."]),
    ("ru", ["В. В. Громов приехал в 2016 г.", "Он устал."]),
    ("ru", ["Скорость ветра 15 м/с.", "Прибыл И. П. Седов."]),
    ("pl", ["Np. prof. Nowak i dr. Lis przyszli.", "Potem wyszli."]),
    ("cs", ["Dne 3. května přijel Ing. Dub.", "Pršelo."]),
    ("ja", ["橋は閉じた。", "「春に開く。」と町長は言った。", "誰も来なかった。"]),
    ("zh", ["桥关闭了。", "他问：“为什么？”", "没人知道！"]),
    ("ar", ["أغلق الجسر.", "هل يفتح في الربيع؟", "لا أحد يعرف."]),
    ("hi", ["पुल बंद था।", "वह वसंत में खुलेगा।"]),
    ("xx", ["Zeta omo ra.", "Beta no ri."]),
]


def pieces(text, lang="en"):
    return [text[start:end] for start, end in split_sentences(text, lang)]


@pytest.mark.parametrize("expected", EN, ids=lambda e: e[0][:30])
def test_english(expected):
    assert pieces(" ".join(expected)) == expected


@pytest.mark.parametrize(("lang", "expected"), OTHERS)
def test_other_languages(lang, expected):
    text = ("" if lang in ("ja", "zh") else " ").join(expected)
    assert pieces(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They hold the border.Norland troops left.", ["They hold the border.", "Norland troops left."]),
        ('"So he left."She stayed.', ['"So he left."', "She stayed."]),
        ('"Oh." He said so."It is over."', ['"Oh."', "He said so.", '"It is over."']),
        ("In 2016.The year ended.", ["In 2016.", "The year ended."]),
        ("Why?She ran.", ["Why?", "She ran."]),
        ("Visit Norland.Com today.", ["Visit Norland.Com today."]),
        ("The St.Agnes church.", ["The St.Agnes church."]),
    ],
)
def test_sentences_glued_without_space(text, expected):
    assert pieces(text) == expected


def test_headings_and_list_items_are_sentences():
    text = "Background\n\nThe bridge is old.\n- first item\n- second item\n1. third item"
    assert pieces(text) == [
        "Background",
        "The bridge is old.",
        "- first item",
        "- second item",
        "1. third item",
    ]


def test_hard_wrapped_text_is_not_broken_at_line_ends():
    text = (
        "The old bridge over the Varn was closed on Monday after a barge struck\n"
        "one of its pillars. Engineers from Norland said that the repair would\n"
        "take until spring. Nobody was hurt in the accident, they said.\n"
        "\n"
        "Trains run by way of Oddson instead, a detour that costs passengers an\n"
        "hour in each direction."
    )
    got = pieces(text)
    assert len(got) == 4
    assert got[1].split() == [
        "Engineers",
        "from",
        "Norland",
        "said",
        "that",
        "the",
        "repair",
        "would",
        "take",
        "until",
        "spring.",
    ]


def test_indented_paragraphs_of_old_wire_copy():
    text = (
        "Oddson Barge Company\nsaid it would pay for the repair of the bridge over the river\nVarn, which is old.\n"
        "    The company said it expects the repair to cost two mln\ndlrs.\n    It gave no date."
    )
    assert [piece.split()[0] for piece in pieces(text)] == ["Oddson", "The", "It"]


def test_two_lines_of_like_length_stay_apart():
    text = "Barge closes the old bridge over the Varn\nFerry captain of Oddson wins cake contest"
    assert pieces(text) == text.split("\n")


def test_one_paragraph_a_line():
    lines = [
        "Bridge closed after barge accident",
        "The old bridge over the Varn was closed on Monday after a barge struck a pillar, officials said.",
        "Nobody was hurt.",
        "Engineers expect the repair to take until spring, and trains run by way of Oddson until then.",
    ]
    assert pieces("\n".join(lines)) == lines


def test_offsets_are_exact_and_trimmed():
    text = "\r\n  First one.  Second one. \r\n\r\n\tThird\u00a0one \n"
    spans = split_sentences(text, "en")
    assert [text[s:e] for s, e in spans] == ["First one.", "Second one.", "Third\u00a0one"]
    assert all(text[s:e] == text[s:e].strip() for s, e in spans)


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u2028"])
def test_nothing(text):
    assert split_sentences(text) == []


@pytest.mark.parametrize(
    "unit",
    ["a", "(", '"“', ". ", "A. ", "\n", " ", ".", '." ', "– ", "| ", "1", "\t", "“", "a-", "。", "a.", "?"],
)
def test_hostile_text_takes_linear_time(unit):
    text = unit * (200_000 // len(unit)) + "\n\nEnd."
    began = time.perf_counter()
    split_sentences(text, "en")
    assert time.perf_counter() - began < 60


def test_long_text_takes_linear_time():
    text = 'The bridge of Oddson was closed, Mr. Holt said. "It is old." ' * 8000
    began = time.perf_counter()
    spans = split_sentences(text, "en")
    assert len(spans) == 16_000
    assert time.perf_counter() - began < 60
