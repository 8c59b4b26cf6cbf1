"""Quotations and their speakers in invented sentences: marks, mistakes, forms of saying, languages."""

from __future__ import annotations

import time

import pytest

from retold.changes.quotations import Quotation, find_quotations
from retold.model import Article
from retold.read import read_text


def found(text: str, lang: str = "en") -> tuple[Article, tuple[Quotation, ...]]:
    article = read_text(text, lang=lang)
    return article, find_quotations(article)


MARKS = [
    ('"We will stay," the mayor said.', ["We will stay,"]),
    ("“We will stay,” the mayor said.", ["We will stay,"]),
    ("‘We will stay,’ the mayor said.", ["We will stay,"]),
    ("'We will stay,' the mayor said.", ["We will stay,"]),
    ("``We will stay,'' the mayor said.", ["We will stay,"]),
    ("“We will stay,“ the mayor said.", ["We will stay,"]),
    ("The mayor promised “peace for Lormont “.", ["peace for Lormont"]),
    ("The mayor promised “ peace for Lormont ” on Friday.", ["peace for Lormont"]),
    ("The mayor said 'we can't stay in our parents' house' on Friday.", ["we can't stay in our parents' house"]),
    ("The mayor said ‘the voters’ patience is over’, and left.", ["the voters’ patience is over"]),
    ("The workers' union doesn't trust the owners' word, Smith's aide said.", []),
    ("It was rock 'n' roll in the '90s, and 'twas good.", []),
    ("The pipe was 12\" wide and 6' long.", []),
    ('The so-called "tunnel tax" was dropped.', ["tunnel tax"]),
    ("“He told me ‘go away’ and left,” Dorn said.", ["He told me ‘go away’ and left,", "go away"]),
    ("‘He told me “go away” and left,’ Dorn said.", ["He told me “go away” and left,", "go away"]),
    ('"I know," she said. "But we go."', ["I know,", "But we go."]),
    ("“The dam holds, Ferro said. “It will hold tomorrow.”", ["The dam holds,", "It will hold tomorrow."]),
    (
        "“The dam holds.\n\n“It will hold tomorrow,” Ferro said.",
        ["The dam holds.", "It will hold tomorrow,"],
    ),
    (
        '"The dam holds for now.\n\nIt will hold tomorrow," Ferro said.',
        ["The dam holds for now.", "It will hold tomorrow,"],
    ),
    ("“The dam holds, and nobody has to leave the valley.", ["The dam holds, and nobody has to leave the valley."]),
    ("The dam holds for the moment,” Ferro said.", ["The dam holds for the moment,"]),
    ("“Why now?” asked Ferro. “Why here?”", ["Why now?", "Why here?"]),
    ('The ship\'s name is "Anna"; its owner\'s is "Dorn".', ["Anna", "Dorn"]),
    ('He said he was "...not ready".', ["...not ready"]),
    ('""', []),
    ('"', []),
]


@pytest.mark.parametrize(("text", "want"), MARKS)
def test_marks(text: str, want: list[str]) -> None:
    article, quotations = found(text)
    assert [q.text for q in quotations] == want
    for q in quotations:
        assert article.text[q.inner_start : q.inner_end] == q.text
        assert q.start <= q.inner_start < q.inner_end <= q.end


FOREIGN = [
    ("de", "„Wir bleiben hier“, sagte Bürgermeisterin Jana Holt am Montag.", "Wir bleiben hier", "Holt"),
    ("de", "»Wir bleiben hier«, betonte Holt in einer Rede.", "Wir bleiben hier", "Holt"),
    ("de", "Holt sagte: „Wir bleiben hier.“ Danach ging er ‚nach Hause‘.", "Wir bleiben hier.", "Holt"),
    ("fr", "« Nous restons ici », a déclaré le maire Luc Ferrand lundi.", "Nous restons ici", "Ferrand"),
    ("fr", "«Nous restons ici», affirme Luc Ferrand.", "Nous restons ici", "Ferrand"),
    ("es", "«Nos quedamos aquí», dijo la alcaldesa Marta Sol el lunes.", "Nos quedamos aquí", "Sol"),
    ("es", "“Nos quedamos aquí”, aseguró Marta Sol.", "Nos quedamos aquí", "Sol"),
    ("it", "«Restiamo qui», ha detto il sindaco Piero Landi lunedì.", "Restiamo qui", "Landi"),
    ("pt", "“Vamos ficar aqui”, disse o prefeito João Prado na segunda.", "Vamos ficar aqui", "Prado"),
    ("nl", "„Wij blijven hier”, zei burgemeester Piet Haar maandag.", "Wij blijven hier", "Haar"),
    ("nl", "‘Wij blijven hier’, zei burgemeester Piet Haar maandag.", "Wij blijven hier", "Haar"),
    ("ru", "«Мы остаёмся здесь», — сказал мэр Иван Лесков в понедельник.", "Мы остаёмся здесь", "Лесков"),
    ("sv", "”Vi stannar här”, står det i brevet.", "Vi stannar här", ""),
    ("ja", "「ここに残る」と市長は述べた。", "ここに残る", ""),
    ("zh", "市长说：“我们留在这里。”", "我们留在这里。", ""),
]


@pytest.mark.parametrize(("lang", "text", "words", "name"), FOREIGN)
def test_other_languages(lang: str, text: str, words: str, name: str) -> None:
    _, quotations = found(text, lang)
    assert quotations[0].text == words
    assert name in quotations[0].speaker_text


SPEAKERS = [
    ("“We stay,” Anna Dorn said.", "Anna Dorn", "said"),
    ("“We stay,” said Anna Dorn, the mayor.", "Anna Dorn", "said"),
    ("“We stay,” Anna Dorn, the mayor of Lormont, said on Monday.", "Anna Dorn", "said"),
    ("“We stay,” Anna Dorn, who has led the town since 2019, told reporters.", "Anna Dorn", "told"),
    ("“We stay,” Anna Dorn (Green) wrote in a letter.", "Anna Dorn", "wrote"),
    ("“We stay,” Dorn tweeted afterward.", "Dorn", "tweeted"),
    ("“We stay,” said the head of the Lormont fire service.", "the head of the Lormont fire service", "said"),
    ("“We stay,” the ministry said in a statement.", "the ministry", "said"),
    ("Judge Morland told Peters: “You are a danger.”", "Judge Morland", "told"),
    ("Dorn: “We stay.”", "Dorn", ":"),
    ("According to Anna Dorn, the town is “out of danger”.", "Anna Dorn", "According to"),
    ("The town is “out of danger”, according to Anna Dorn.", "Anna Dorn", "according to"),
    ("In an interview with Radio Lormont, Dorn said the plan was “a bad joke”.", "Dorn", "said"),
    ("Dorn called the plan “a bad joke” and left the room.", "Dorn", "called"),
    ("Dorn said the plan was late, adding that it was “a bad joke”.", "Dorn", "adding"),
    ("“We stay,” Dorn said, “because we must.”", "Dorn", "said"),
    ("Dorn said it was “over”, while Peters called it “a start”.", "Dorn", "said"),
    ("“Will it hold?” Dorn asked.", "Dorn", "asked"),
    (
        "“The plan was quoted as proof,” a spokesman for the Harbour Union said.",
        "a spokesman for the Harbour Union",
        "said",
    ),
    ("Dorn was quoted as saying “we stay”.", "Dorn", "saying"),
]


@pytest.mark.parametrize(("text", "speaker", "cue"), SPEAKERS)
def test_speakers(text: str, speaker: str, cue: str) -> None:
    article, quotations = found(text)
    first = quotations[0]
    assert first.speaker is not None
    assert article.text[first.speaker.start : first.speaker.end] == speaker
    assert first.cue is not None
    assert article.text[first.cue.start : first.cue.end] == cue
    assert first.how == "cue"


def test_two_speakers_in_one_sentence() -> None:
    _, quotations = found("Dorn said it was “over”, while Peters called it “a start”.")
    assert [q.speaker_text for q in quotations] == ["Dorn", "Peters"]


def test_broken_by_the_speaker() -> None:
    _, quotations = found("“We stay,” Dorn said. “They may go. We never will.”")
    assert [q.speaker_text for q in quotations] == ["Dorn", "Dorn"]
    assert [q.how for q in quotations] == ["cue", "carried"]


def test_continued_over_paragraphs() -> None:
    _, quotations = found("“The dam holds,” Ferro said. “We watch it.\n\n“It will hold tomorrow.\n\n“And after that.”")
    assert [q.speaker_text for q in quotations] == ["Ferro"] * 4
    assert [q.continued for q in quotations] == [False, False, True, True]
    assert [q.closed for q in quotations] == [True, False, False, True]


def test_speaker_in_the_sentence_before() -> None:
    _, quotations = found("Dorn rejected the plan on Monday. “It is a bad joke for the whole valley.”")
    assert quotations[0].speaker_text == "Dorn"


def test_pronoun_stands_for_the_last_name() -> None:
    article, quotations = found("Anna Dorn has led the town since 2019.\n\n“We stay in the valley,” she said.")
    assert quotations[0].speaker is not None
    assert article.text[quotations[0].speaker.start : quotations[0].speaker.end] == "she"
    assert quotations[0].speaker_text == "Anna Dorn"


def test_term_in_marks_is_not_speech() -> None:
    _, quotations = found("The “tunnel tax” was dropped in May.")
    assert quotations[0].words == 2
    assert not quotations[0].direct


def test_speech_without_a_verb_of_saying_is_speech() -> None:
    _, quotations = found("A sign at the gate: nothing. Above it “nobody leaves the valley before dawn today”.")
    assert quotations[-1].direct


def test_furniture_is_passed_over() -> None:
    text = "The dam above the town of Lormont holds, the ministry said on Monday.\n\nRead more: “Ten great dams”\n"
    article, quotations = found(text)
    assert all(s.role == "furniture" for s in article.sentences if "Ten great" in s.text)
    assert quotations == ()


@pytest.mark.parametrize(
    "text",
    [
        '"' * 100_000,
        "“" * 100_000,
        '"a ' * 50_000,
        "‘a " * 50_000,
        "'a s' " * 30_000,
        "«" * 50_000 + "a" + "»" * 50_000,
        "“a” said X and " * 10_000,
        "said " * 50_000 + "“a”",
        "A, " * 50_000 + "said “a”",
        "„a “b " * 30_000,
        "“a said.\n\n" * 10_000,
    ],
)
def test_hostile_texts_end(text: str) -> None:
    from retold.model import Sentence

    sentences, at = [], 0
    for number, part in enumerate(text.split("\n\n")):
        sentences.append(Sentence(part, at, at + len(part), "body", number))
        at += len(part) + 2
    began = time.perf_counter()
    find_quotations(Article(text=text, lang="en", sentences=tuple(s for s in sentences if s.text)))
    assert time.perf_counter() - began < 60


def test_no_sentences_and_no_text() -> None:
    assert find_quotations(Article()) == ()
    assert [q.text for q in find_quotations(Article(text="“We stay,” Dorn said."))] == ["We stay,"]
