"""The page as a document: complete, escaped, self-contained, and understandable without seeing colours."""

import base64
import dataclasses
import hashlib
import json
import re

import pytest
from lxml import html

from retold.model import Article, Credit, Credits, Direction, Passage, Span
from retold.report.page import comparison_page

from .builder import article, change, comparison, ferry, link, traced_ferry, translated_ferry, unrelated

NASTY = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>&amp;'${title}$title"


def nasty():
    """Every field of both articles holds markup; nothing of it may become any."""
    fields = dict.fromkeys(("id", "title", "byline", "publisher", "published", "url"), NASTY)
    a = article(f"One {NASTY}.", (NASTY, "furniture"), f"Only here {NASTY}.", **fields, notes=(NASTY,), lang=NASTY)
    b = article(f"Two {NASTY} two.", **fields | {"url": "javascript:alert(3)"})
    links = (link(0, 0, "edited"), link(2, (), "dropped"))
    passages = (Passage(Span(0, 30), Span(0, 30), 0.5),)
    given = comparison(a, b, *links, passages=passages, pair=NASTY)
    found = change(given, "quote", (0, NASTY), (0, NASTY))
    innocent = change(given, "name", (0, NASTY[:20]), (0, "two"), substantive=False)
    return dataclasses.replace(
        given,
        relation=dataclasses.replace(given.relation, figures={NASTY: 0.5}),
        changes=(dataclasses.replace(found, why=NASTY), innocent),
        credit=Credits(Credit((NASTY,), (NASTY,)), Credit((NASTY,), (NASTY,)), "kept"),
        direction=Direction("b", 0.8, (NASTY,)),
    )


def long_pair():
    """Texts long enough for a list of passages and for folding what nobody wants to scroll through."""
    a = article(*(f"Sentence number {i} tells of the harbour and of the ferries that lie there." for i in range(200)))
    b = article("Sentence number 7 tells of the harbour and of the ferries that lie there.")
    links = [link(i, (), "dropped") for i in range(200)]
    links[7] = link(7, 0, "verbatim", score=1.0)
    at = a.sentences[7]
    passages = (Passage(Span(at.start, at.end), Span(0, len(b.text)), 1.0),)
    return comparison(a, b, *links, kind="excerpt", passages=passages)


ALL = {
    "ferry": ferry,
    "traced": traced_ferry,
    "translated": translated_ferry,
    "unrelated": unrelated,
    "nasty": nasty,
    "long": long_pair,
}


def parsed(given):
    return html.document_fromstring(comparison_page(given))


def text_of(element):
    """What stands there for everybody, without the words for screen readers and the sentence's number."""
    copy = html.fromstring(html.tostring(element, encoding="unicode", with_tail=False))
    for extra in copy.xpath("//*[@class='vh' or @class='n' or @class='ref']"):
        extra.drop_tree()
    return copy.text_content().rstrip("\n")


@pytest.mark.parametrize("given", ALL.values(), ids=ALL)
def test_every_sentence_of_both_texts_is_there_as_it_was(given):
    page, made = parsed(given()), given()
    for name, article_ in (("a", made.a), ("b", made.b)):
        for number, sentence in enumerate(article_.sentences, 1):
            (found,) = page.xpath(f"//*[@id='{name}{number}']")
            assert text_of(found) == sentence.text


@pytest.mark.parametrize("given", ALL.values(), ids=ALL)
def test_ids_are_unique_and_every_inner_link_leads_somewhere(given):
    page = parsed(given())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [href[1:] for href in page.xpath("//@href") if href.startswith("#")]
    assert targets
    assert set(targets) <= set(ids)


@pytest.mark.parametrize("given", ALL.values(), ids=ALL)
def test_the_page_asks_for_nothing_from_anywhere(given):
    page = parsed(given())
    assert page.xpath("//@src | //@srcset | //@style | //link | //iframe | //object | //form | //base") == []
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        (content,) = page.xpath(f"//{tag}/text()")
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert "url(" not in content
        assert "@import" not in content
    outward = page.xpath("//a[starts-with(@href, 'http')]")
    assert all("noreferrer" in anchor.get("rel") for anchor in outward)


def test_what_articles_say_never_becomes_markup():
    page = parsed(nasty())
    assert page.xpath("//img | //*[@onerror]") == []
    assert len(page.xpath("//script")) == 1
    assert not [href for href in page.xpath("//@href") if href.lower().startswith("javascript")]
    assert page.xpath("//article[1]/h3")[0].text_content() == NASTY
    assert page.xpath("//article[1]//li")[0].text_content() == NASTY
    assert NASTY in page.xpath("//title")[0].text_content()
    assert "alert" not in "".join(page.xpath("//@lang"))


def test_the_verdict_comes_first_in_words():
    page = parsed(ferry())
    headings = [heading.text_content() for heading in page.xpath("//h1 | //h2")]
    assert headings[0] == "≈Reworded"
    assert len(page.xpath("//h1")) == 1
    assert "7 of 9 body sentences of A have a counterpart in B" in page.xpath("//*[@class='said']")[0].text
    assert "tell the same report in different words." in page.xpath("//*[@class='lede']")[0].text
    assert headings[1:] == [
        "How alike they are",
        "The two articles",
        "The texts, sentence by sentence",
        "Left out of the comparison (page furniture)",
        "To keep in mind",
    ]


def test_every_mark_has_words_for_screen_readers():
    page = parsed(ferry())
    marks = page.xpath("//del | //ins")
    assert len(marks) > 10
    for mark in marks:
        said = mark.xpath("./*[@class='vh']")
        assert said[0].text == ("[removed: " if mark.tag == "del" else "[added: ")
        assert said[0].get("lang") == "en"
    assert page.xpath("//li[@id='row-a7']//b")[0].text_content().split() == ["−", "Only", "in", "A"]
    assert "dropped: 1 sentence" in page.xpath("//li[@id='row-a7']/p")[0].text_content()
    assert "No counterpart in B." in page.xpath("//li[@id='row-a7']")[0].text_content()
    assert "added: 1 sentence" in page.xpath("//li[@id='row-b9']/p")[0].text_content()


def test_removed_words_stand_in_a_and_added_words_in_b():
    page = parsed(ferry())
    assert page.xpath("//*[contains(@class, 'side b')]//del | //*[contains(@class, 'side a')]//ins") == []
    assert page.xpath("//*[@id='a3']/del[1]/*[@class='w']")[0].text == "severe"
    assert "serious" in page.xpath("//*[@id='b3']/ins")[0].text_content()
    assert page.xpath("//*[@id='a4']//del") == []


def test_moved_sentences_point_to_their_place_and_back():
    page = parsed(ferry())
    assert page.xpath("//li[@id='row-a8']//a[text()='its place in B']/@href") == ["#row-b2"]
    assert page.xpath("//li[@id='row-b2']//a/@href") == ["#row-a8"]
    order = page.xpath("//ol[@class='rows']/li/@id")
    assert order.index("row-a2") < order.index("row-b2") < order.index("row-a3")


def test_each_side_says_its_language_and_finds_its_direction():
    page = parsed(translated_ferry())
    assert page.get("lang") == "en"
    assert set(page.xpath("//*[@class='side a']/@lang")) == {"en"}
    assert set(page.xpath("//*[@class='side b']/@lang")) == {"ar"}
    assert set(page.xpath("//*[@class='s']/@dir")) == {"auto"}
    assert page.xpath("//article[2]/h3/@lang") == ["ar"]
    assert page.xpath("//*[@class='rows']//del | //*[@class='rows']//ins") == []


def test_furniture_is_apart_and_folded():
    page = parsed(ferry())
    for identity in ("a1", "a11", "a12", "b11"):
        assert page.xpath(f"//section[@class='apart']//details//*[@id='{identity}']")
    assert page.xpath("//*[@class='rows']//*[@id='a11']") == []


def test_the_data_is_inside_as_json():
    page = parsed(ferry())
    (anchor,) = page.xpath("//a[@download]")
    assert anchor.get("download") == "retold-ferry-1.json"
    head, _, data = anchor.get("href").partition(",")
    assert head == "data:application/json;base64"
    assert json.loads(base64.b64decode(data)) == ferry().to_dict()


def test_passages_are_listed_for_long_texts_only():
    assert parsed(ferry()).xpath("//*[@id='passages']") == []
    page = parsed(long_pair())
    (item,) = page.xpath("//section[@class='passages']//li")
    assert "Sentence number 7 tells" in item.text_content()
    assert "#a8" in item.xpath(".//a/@href")
    assert len(page.xpath("//ol[@class='rows']//details")) == 1


def test_a_pair_of_empty_articles_makes_a_page_too():
    page = parsed(comparison(Article(), Article(), kind="unrelated"))
    assert "There are no sentences to show side by side." in page.text_content()


def test_the_map_shows_every_sentence_that_was_compared():
    page = parsed(ferry())
    assert len(page.xpath("//rect[starts-with(@class, 'a')]")) == 9
    assert len(page.xpath("//rect[starts-with(@class, 'b')]")) == 10
    assert len(page.xpath("//polygon")) == len(ferry().alignment.matched)
    assert len(page.xpath("//rect[contains(@class, 'alone')]")) == 3
    assert all(0 <= float(rect.get("x")) <= 1000 for rect in page.xpath("//rect"))


def test_pages_are_the_same_every_time():
    assert comparison_page(traced_ferry()) == comparison_page(traced_ferry())


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_colours_keep_the_contrast_of_wcag_aa(scheme):
    style = parsed(ferry()).xpath("//style/text()")[0]
    blocks = [dict(re.findall(r"--([\w-]+): (#\w+);", block)) for block in re.findall(r":root \{(.*?)\}", style, re.S)]
    colours = blocks[scheme]
    colours = {
        name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:]) for name, value in colours.items()
    }
    for ink in ("ink", "soft", "a", "b", "move", "change"):
        for paper in ("paper", "card", "a-tint", "b-tint", "a-faint", "b-faint", "change-tint"):
            if (ink, paper) in (("move", "a-tint"), ("move", "b-tint"), ("b", "a-tint"), ("a", "b-tint")):
                continue  # never meet
            light, dark = sorted((_luminance(colours[ink]), _luminance(colours[paper])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)
