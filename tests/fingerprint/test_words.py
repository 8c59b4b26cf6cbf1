"""Words: exact offsets in every script, forms and stems under which words meet, and no text that takes long."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import numpy as np
import pytest

from retold.fingerprint import find_words, fold, stem, stem_key

SCRIPTS = {
    "en": ("Ms. Orla Venn’s ferry — late, again!", ["Ms", "Orla", "Venn’s", "ferry", "late", "again"]),
    "fr": ("« À Orbeval, la crue a cessé »", ["À", "Orbeval", "la", "crue", "a", "cessé"]),
    "de": ("Die größte Straße heißt Weg.", ["Die", "größte", "Straße", "heißt", "Weg"]),
    "ru": ("Ёлка упала, и Жданов ушёл.", ["Ёлка", "упала", "и", "Жданов", "ушёл"]),
    "ko": ("서울에서 비가 왔다.", ["서울에서", "비가", "왔다"]),
    "ar": ("قال الرئيس في القاهرة.", ["قال", "الرئيس", "في", "القاهرة"]),
    "ja": ("東京でバスを見た。", ["東京", "で", "バス", "を", "見", "た"]),
    "zh": ("中国政府宣布新的政策。", ["中国政府", "宣布", "新", "的", "政策"]),
    "th": ("ฝนตก 3", ["ฝ", "น", "ต", "ก", "3"]),
}


def words(text: str, lang: str = "en") -> list[str]:
    """The words of a text exactly as they stand in it."""
    found = find_words(text, lang)
    return [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]


@pytest.mark.parametrize("lang", SCRIPTS)
def test_offsets_point_at_the_words_of_every_script(lang: str) -> None:
    text, expected = SCRIPTS[lang]
    assert words(text, lang) == expected


@pytest.mark.parametrize("lang", [*SCRIPTS, "xx", ""])
def test_offsets_rise_without_overlap_in_mixed_scripts(lang: str) -> None:
    rng = random.Random(41)
    pieces = [text for text, _ in SCRIPTS.values()] + ["U.S.", "13,000", "😀", "e\u0301", "\u200d", "_", "’", "\n"]
    text = "".join(rng.choices(pieces, k=400))
    found = find_words(text, lang)
    assert len(found) > 400
    edges = [edge for span in zip(found.starts, found.ends, strict=True) for edge in span]
    assert edges == sorted(edges)
    assert all(start < end for start, end in zip(found.starts, found.ends, strict=True))


def test_offsets_count_characters_beyond_the_basic_plane_as_one() -> None:
    assert words("😀 Harbour 🚢 closed") == ["Harbour", "closed"]
    assert find_words("😀 Harbour").starts == [2]


def test_all_sequences_are_as_long_as_the_text_has_words() -> None:
    found = find_words("Seven small ferries, all late.")
    sizes = [len(found.starts), len(found.ends), len(found.forms), len(found.stems), len(found.weights)]
    assert [*sizes, len(found.keys), len(found.rows), len(found)] == [5] * 8


@pytest.mark.parametrize("text", ["", " \n\t", "… — !?", "***", "😀"])
def test_a_text_without_words_has_none(text: str) -> None:
    found = find_words(text)
    assert len(found) == 0
    assert found.keys.dtype == found.rows.dtype == np.int64


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S.", "US"),
        ("13,000", "13000"),
        ("13’000", "13000"),
        ("Marlow's", "Marlow"),
        ("Marlow’s", "Marlow"),
        ("O’Brien", "O'Brien"),
        ("don’t", "don't"),
        ("CAFÉ", "cafe"),
        ("Straße", "STRASSE"),
        ("ﬁnance", "finance"),
        ("Ёлка", "елка"),
        ("Zürich", "Zurich"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert find_words(one).forms == find_words(other).forms
    assert find_words(one).keys.tolist() == find_words(other).keys.tolist()


@pytest.mark.parametrize(("one", "other"), [("2.5", "25"), ("10:30", "1030"), ("boy's", "boys"), ("us", "use")])
def test_different_words_and_numbers_fold_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_kana_keep_their_voicing() -> None:
    assert fold("ガス") == "ガス"
    assert fold("カス") == "カス"
    assert fold("ぱん") != fold("はん")


def test_hangul_stays_composed() -> None:
    assert fold("한국") == "한국"
    assert find_words("한국", "ko").forms == ["한국"]


def test_korean_particles_are_cut_off() -> None:
    assert find_words("서울에서 서울은 서울의", "ko").forms == ["서울"] * 3


def test_chinese_takes_the_longest_listed_word_at_each_place() -> None:
    assert words("中国政府", "zh") == ["中国政府"]
    assert words("中国，政府", "zh") == ["中国", "政府"]
    assert words("政府中国", "zh") == ["政府", "中国"]


def test_unspaced_text_among_latin_words_and_numbers_keeps_its_place() -> None:
    assert words("东京 Tokyo 2031年", "zh") == ["东京", "Tokyo", "2031", "年"]


@pytest.mark.parametrize(
    "forms",
    [
        "advance advances advanced advancing",
        "kill kills killed killing",
        "election elections elected",
        "country countries",
        "organise organised organising organize organized organization organisation",
        "announce announces announced announcement announcements",
        "stop stopped stopping",
        "officer officers",
        "doctor doctors",
        "hospital hospitals",
        "agree agreed agreement",
        "witness witnesses",
        "raise raised raises",
        "bus buses",
    ],
)
def test_a_stem_brings_the_forms_of_a_word_together(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "forms",
    [
        "protest protests",
        "interest interests",
        "suggest suggests",
        "family families",
        "supply supplies",
        "virus viruses",
        "business businesses",
        "promise promises",
        "revise revised",
        "speed speeds",
        "move movement",
        "die died",
    ],
)
def test_a_stem_brings_the_forms_of_a_word_in_a_listed_ending_together(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair",
    ["harbour harvest", "glass glacier", "minister minute", "ship shipyard", "winter window", "press price", "as ass"],
)
def test_stems_keep_unlike_words_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "pair", ["police policy", "party part", "army arms", "million mill", "station state", "general generation"]
)
def test_stems_keep_frequent_words_of_the_news_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


def test_numbers_and_short_words_are_their_own_stem() -> None:
    assert [stem(form) for form in ("1990", "13000", "was", "bus", "10:30")] == ["1990", "13000", "was", "bus", "10:30"]


def test_words_of_other_languages_are_cut_to_six_letters() -> None:
    assert stem("regierungen", "de") == stem("regierung", "de") == "regier"
    assert stem("правительства", "ru") == stem("правительство", "ru")


def test_a_stem_key_is_the_same_in_every_process_whatever_the_hash_seed() -> None:
    code = "from retold.fingerprint import stem_key; print(stem_key('harbour'), stem_key('порт'), stem_key(''))"
    here = [stem_key("harbour"), stem_key("порт"), stem_key("")]
    assert here[0] == -2151543715553805308
    for seed in ("0", "12345"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        out = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert [int(key) for key in out.stdout.split()] == here


def test_a_stem_has_the_same_key_in_every_language() -> None:
    for lang in ("en", "fr", "de", "ru", "ja", "xx", ""):
        assert find_words("Venn", lang).keys.tolist() == [stem_key("venn")]


def test_a_latin_name_stays_whole_in_korean() -> None:
    assert find_words("Venn Meridian", "ko").forms == ["venn", "meridian"]


def test_stem_keys_of_different_stems_differ_and_fit_64_signed_bits() -> None:
    keys = [stem_key(f"stem{k}") for k in range(5000)]
    assert len(set(keys)) == 5000
    assert min(keys) < 0 < max(keys)
    assert all(-(2**63) <= key < 2**63 for key in keys)


def test_an_unknown_language_has_words_without_vectors() -> None:
    found = find_words("The harbour closed.", "xx")
    assert found.forms == ["the", "harbour", "closed"]
    assert found.rows.tolist() == [-1, -1, -1]
    assert len(set(found.weights)) == 1


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("a" * 1_000_000, "en"),
        ("a " * 200_000, "en"),
        ("'" * 100_000, "en"),
        ("U." * 100_000, "en"),
        ("U." * 100_000 + "x", "en"),
        ("a'" * 100_000, "fr"),
        ("1," * 100_000, "en"),
        ("1" * 1_000_000, "de"),
        ("中" * 200_000, "zh"),
        ("ー" * 200_000, "ja"),
        ("\u0301" * 500_000, "xx"),
    ],
    ids=lambda value: repr(value[:4]),
)
def test_hostile_texts_are_read_in_seconds(text: str, lang: str) -> None:
    began = time.perf_counter()
    found = find_words(text, lang)
    assert time.perf_counter() - began < 60
    assert all(0 <= start < end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))


def test_a_long_run_of_hangul_takes_time_in_proportion() -> None:
    def seconds(length: int) -> float:
        began = time.perf_counter()
        find_words("힣" * length, "ko")
        return time.perf_counter() - began

    seconds(10)
    assert seconds(48_000) < 0.2


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        pytest.param("L'usine d’Orbeval", "fr", ["usine", "orbeval"], id="fr"),
        pytest.param("l'acqua dell'isola", "it", ["acqua", "isola"], id="it"),
    ],
)
def test_an_elided_article_is_no_part_of_the_word(text: str, lang: str, expected: list[str]) -> None:
    forms = find_words(text, lang).forms
    assert [form for form in expected if form in forms] == expected


@pytest.mark.parametrize("word", ["s'est", "qu'il", "d'une", "c'est", "n'a"])
def test_small_french_words_say_little(word: str) -> None:
    assert find_words(word, "fr").weights[0] < 1


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        pytest.param("Zu\u0308rich", "de", ["Zu\u0308rich"], id="decomposed"),
        pytest.param("har\u00adbour", "en", ["har\u00adbour"], id="soft-hyphen"),
        pytest.param("العربيّة", "ar", ["العربيّة"], id="arabic-shadda"),
        pytest.param("हिन्दी", "hi", ["हिन्दी"], id="devanagari"),
    ],
)
def test_marks_inside_a_word_do_not_cut_it(text: str, lang: str, expected: list[str]) -> None:
    assert words(text, lang) == expected


def test_the_iteration_mark_belongs_to_its_word() -> None:
    assert words("人々は", "ja") == ["人々", "は"]


@pytest.mark.parametrize(("text", "lang"), [("13.000", "de"), ("13\u202f000", "fr"), ("13 000", "ru"), ("١٣٠٠٠", "ar")])
def test_a_number_has_one_form_in_every_language(text: str, lang: str) -> None:
    assert find_words(text, lang).forms == ["13000"]


@pytest.mark.parametrize("word", ["İstanbul", "ISPARTA"])
def test_turkish_capitals_are_found_in_the_turkish_list(word: str) -> None:
    small = {"İstanbul": "istanbul", "ISPARTA": "ısparta"}[word]
    assert find_words(small, "tr").weights < find_words("qqqqq", "tr").weights
    assert find_words(word, "tr").weights == find_words(small, "tr").weights
