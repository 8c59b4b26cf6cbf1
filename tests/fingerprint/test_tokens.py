"""The compiled tokeniser: words, sentences, facts and keys, in many scripts, and with whatever bytes it is given."""

import random
import sys

import numpy as np
import pyarrow as pa
import pytest

from retold.fingerprint.prints import fingerprint
from retold.fingerprint.tables import load_tables
from retold.fingerprint.tokens import ANCHORS, FACT, NUMBER, RARITY_SHIFT, SENTENCE, STEM_SHIFT

TUNNEL = "A lorry caught fire in the harbour tunnel at Port Ossery on Monday. Halla Brisk, a firefighter, led 340 out."


def words(text):
    return fingerprint(pa.array([text])).words


def stems(text):
    return (words(text) >> STEM_SHIFT).tolist()


def sentences(text):
    """How many words each sentence has."""
    starts = np.flatnonzero(words(text) & SENTENCE)
    return np.diff([*starts, len(words(text))]).tolist()


def facts(text):
    return [bool(word & FACT) for word in words(text)]


def keys(text):
    return set(fingerprint(pa.array([text])).keys.tolist())


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("The dam held. Nobody was hurt.", [3, 3]),
        ("The dam held! Was nobody hurt? No.", [3, 3, 1]),
        ("The dam held.\nNobody was hurt.", [3, 3]),
        ("The dam held\n\nnobody was hurt", [3, 3]),
        ("The dam held\nand nobody was hurt", [7]),
        ("The dam held.” Nobody was hurt.", [3, 3]),
        ("The dam held.\r\n\r\nNobody was hurt.", [3, 3]),
        ("The dam held . . . and nobody was hurt", [7]),
        ("Mr. Odo Finkel met Dr. Mira Tolland on Jan. 3 in Orlen.", [12]),
        ("A. Quist and T. J. Reyle came. They left.", [7, 2]),
        ("It cost $2.5 million. It was 13,000 in 2023.", [4, 5]),
        ("The U.S. Navy came.", [4]),
        ("Die Brücke hielt. Niemand wurde verletzt.", [3, 3]),
        ("Плотина выдержала. Никто не пострадал.", [2, 3]),
        ("大坝守住了。没有人受伤。", [3, 3]),
        ("댐은 버텼다. 아무도 다치지 않았다.", [2, 3]),
    ],
)
def test_where_sentences_end(text, lengths):
    assert sentences(text) == lengths


@pytest.mark.parametrize("text", ["", " ", "\n\n\t \r\n", "...", "— “ ” !?", "\x00\x00", "🙂 🙂", "\u0301"])
def test_texts_without_words(text):
    prints = fingerprint(pa.array([text]))
    assert (len(prints), len(prints.words), len(prints.keys)) == (1, 0, 0)
    assert prints.hashes.tolist() == [0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Peter's", "Peter’s"),
        ("Peter's", "Peter"),
        ("O'Neill", "O’Neill"),
        ("l'usine", "usine"),
        ("l’été", "été"),
        ("13,000", "13000"),
        ("13.000", "13000"),
        ("1,250,000", "1250000"),
        ("U.S.", "US"),
        ("Straße", "STRASSE"),
        ("étude", "e\u0301tude"),
        ("étude", "etude"),
        ("ﬁnd", "find"),
        ("harbours", "harbour"),
        ("planned", "plan"),
        ("policies", "policy"),
        ("HELD", "held"),
        ("x" * 5000, "x" * 6000),
    ],
)
def test_spellings_of_one_word(one, other):
    assert stems(one) == stems(other)
    assert len(stems(one)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("2.5", "25"), ("10:30", "1030"), ("13,000", "30,000"), ("3", "4"), ("1.25", "12.5"), ("Ada", "Ida")],
)
def test_words_that_are_not_the_same(one, other):
    assert stems(one) != stems(other)


def test_numbers_and_names_are_facts():
    found = words("A storm sank 14 boats off Orlen.")
    assert [bool(word & NUMBER) for word in found] == [False, False, False, True, False, False, False]
    assert facts("A storm sank 14 boats off Orlen.") == [False, False, False, True, False, False, True]
    # A capital says nothing at the beginning of a sentence of common words, nor where all are capitals.
    assert not facts("Boats sank.")[0]
    assert not any(facts("THE MINISTER SAID ON MONDAY THAT THE PORT WILL OPEN"))


def test_rare_words_are_told_from_common_ones():
    rarity = (words("the harbourmaster Tolland said") >> RARITY_SHIFT & 7).tolist()
    assert rarity[0] == 0
    assert rarity[3] <= 1
    assert rarity[1] > 3
    assert rarity[2] > 3


def test_keys_are_pairs_of_the_rarest_words_of_a_sentence():
    pairs = ANCHORS * (ANCHORS - 1) // 2
    assert len(keys(TUNNEL)) == 2 * pairs
    turned = "On Monday, in the harbour tunnel at Port Ossery, a lorry caught fire. Led out: 340, by Halla Brisk."
    assert len(keys(TUNNEL) & keys(turned)) > pairs
    assert not keys(TUNNEL) & keys("A dry spring has cut the harvest of early potatoes around Tessin by a third.")


def test_keys_depend_on_the_text_alone():
    texts = [TUNNEL, "Die Talsperre bei Orlen hielt dem Hochwasser stand.", "", "大坝守住了。没有人受伤。", TUNNEL * 40]
    together = fingerprint(pa.array(texts, pa.large_string()))
    for k, text in enumerate(texts):
        alone = fingerprint(pa.array([text]))
        own = slice(together.word_bounds[k], together.word_bounds[k + 1])
        assert together.words[own].tolist() == alone.words.tolist()
        own = slice(together.key_bounds[k], together.key_bounds[k + 1])
        assert together.keys[own].tolist() == alone.keys.tolist()
        assert (together.hashes[k], together.langs[k]) == (alone.hashes[0], alone.langs[0])


def test_long_sentences_are_cut_at_the_same_words_wherever_they_begin():
    lot = random.Random(5)
    letters = "bcdfghklmnprstvz"
    made = ["".join(lot.choice(letters) + lot.choice("aeiou") for _ in range(4)) for _ in range(2000)]
    lengths = sentences(" ".join(made))
    assert len(lengths) > 20
    assert min(lengths[:-1]) >= 32
    assert max(lengths) < 250
    whole, cut = keys(" ".join(made)), keys(" ".join(made[700:]))
    assert len(whole & cut) > 0.9 * len(cut)


def test_a_text_of_one_sentence_without_spaces():
    text = "大坝守住了没有人受伤" * 3000
    found = words(text)
    assert len(text) / 4 < len(found) <= len(text)
    assert len(sentences(text)) > 100


def test_hashes_tell_texts_with_the_same_words():
    texts = ["The dam held.", "the DAM held!", "The  dam\n\nheld", "Held the dam.", "The dam held the.", "The dam"]
    hashes = fingerprint(pa.array(texts)).hashes.tolist()
    assert len(set(hashes[:3])) == 1
    assert len(set(hashes)) == 4


def test_languages_by_their_words():
    texts = [
        "The harbour is to open again on Thursday, and nobody was hurt in the storm.",
        "Der Hafen soll am Donnerstag wieder öffnen, und niemand wurde bei dem Sturm verletzt.",
        "Le port doit rouvrir jeudi et personne n’a été blessé dans la tempête.",
        "El puerto volverá a abrir el jueves y nadie resultó herido en la tormenta.",
        "Порт должен снова открыться в четверг, и никто не пострадал во время шторма.",
        "港口将于周四重新开放，没有人在风暴中受伤。",
        "港は木曜日に再開される予定で、嵐でけが人は出ていない。",
    ]
    codes = load_tables().codes
    assert [codes[k] for k in fingerprint(pa.array(texts)).langs] == ["en", "de", "fr", "es", "ru", "zh", "ja"]


def bytes_column(parts):
    """Texts of any bytes, which a string column that was checked could not hold."""
    offsets = np.cumsum([0, *map(len, parts)]).astype(np.int64)
    return pa.LargeStringArray.from_buffers(len(parts), pa.py_buffer(offsets), pa.py_buffer(b"".join(parts)))


@pytest.mark.parametrize("character", ["é", "€", "大", "🙂", "’", "\u2026", "。"])
@pytest.mark.parametrize("before", ["", "The dam held", "l'", "O’", "13,", "U.", "大坝"])
def test_a_character_cut_off_at_the_end(before, character):
    for length in range(1, len(character.encode())):
        cut = before.encode() + character.encode()[:length]
        prints = fingerprint(bytes_column([cut, TUNNEL.encode()]))
        assert prints.word_bounds[2] - prints.word_bounds[1] == len(words(TUNNEL))
        assert prints.words[prints.word_bounds[1] :].tolist() == words(TUNNEL).tolist()


def consistent(prints, sizes, bytes_a_word=2):
    for bounds in (prints.word_bounds, prints.key_bounds):
        assert bounds[0] == 0
        assert (np.diff(bounds) >= 0).all()
        assert len(bounds) == len(sizes) + 1
    assert (prints.word_bounds[-1], prints.key_bounds[-1]) == (len(prints.words), len(prints.keys))
    counts = np.diff(prints.word_bounds)
    assert (counts * bytes_a_word <= np.array(sizes) + 1).all()
    assert all(prints.words[k] & SENTENCE for k in prints.word_bounds[:-1][counts > 0])
    assert (np.diff(prints.key_bounds) <= counts * 2).all()


def test_random_bytes():
    lot = random.Random(11)
    for _ in range(40):
        parts = [lot.randbytes(lot.randrange(200)) for _ in range(100)]
        consistent(fingerprint(bytes_column(parts)), [*map(len, parts)], 1)
    crowded = fingerprint(bytes_column([b"X\xbf" * 5000, b"a\xed" * 5000]))  # no UTF-8, and a word a byte or so
    consistent(crowded, [10_000, 10_000], 1)


def test_random_characters():
    lot = random.Random(12)
    liked = "aAzZ019 .,:;!?'’“”()-\n\t\r…。，！\u0301\u00ad\u200b\u0964大学이يЖé€🙂\U000103a0"
    for _ in range(40):
        parts = []
        for _ in range(100):
            length = lot.randrange(80)
            some = [lot.choice(liked) for _ in range(length)]
            wild = [chr(lot.randrange(0xD800)) for _ in range(length // 4)] + [chr(lot.randrange(0xE000, 0x110000))]
            text = some + wild
            lot.shuffle(text)
            parts.append("".join(text).encode())
        prints = fingerprint(bytes_column(parts))
        consistent(prints, [*map(len, parts)])
        k = lot.randrange(100)
        alone = fingerprint(bytes_column([parts[k]]))
        assert alone.hashes[0] == prints.hashes[k]


def test_every_character_alone_and_between_words():
    characters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000][::3]
    for form in ("{}", "a{}b", "2{}5", "The dam held.{}Nobody was hurt"):
        parts = [form.format(character).encode() for character in characters]
        consistent(fingerprint(bytes_column(parts)), [*map(len, parts)])
