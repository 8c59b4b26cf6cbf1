"""Changes, credit and direction on the page: in order, in words, and linked with the text both ways."""

import dataclasses

from lxml import html

from retold.model import Direction
from retold.report.page import comparison_page

from .builder import article, change, comparison, ferry, link, traced_ferry, unrelated
from .test_page import text_of


def parsed(given):
    return html.document_fromstring(comparison_page(given))


def headings(page):
    return [heading.text_content() for heading in page.xpath("//h1 | //h2")]


def test_findings_come_before_figures_and_texts():
    assert headings(parsed(traced_ferry())) == [
        "≈Reworded from an AFP report",
        "What the retelling changed",
        "Who is credited",
        "Which is made from which",
        "How alike they are",
        "The two articles",
        "The texts, sentence by sentence",
        "Left out of the comparison (page furniture)",
        "To keep in mind",
    ]
    assert "AFP is no longer named; 1 quotation altered" in parsed(traced_ferry()).xpath("//*[@class='lede']")[0].text


def test_nothing_is_said_of_what_was_not_looked_for():
    said = parsed(ferry()).text_content()
    assert "credit" not in said.lower()
    assert "retelling" not in said.lower()


def test_each_change_leads_to_its_words_and_back():
    page, given = parsed(traced_ferry()), traced_ferry()
    for number in range(1, 6):
        (item,) = page.xpath(f"//li[@id='change-{number}']")
        for target in item.xpath(".//a/@href"):
            (label,) = page.xpath(f"//*[@id='{target[1:]}']")
            assert label.get("href") == f"#change-{number}"
            assert label.getparent().tag == "mark"
    (mark,) = page.xpath("//a[@id='change-2-b']/..")
    assert text_of(mark) == "241"
    assert mark.xpath("./a/span[@aria-hidden]")[0].text == "number 2"
    assert "numbers changed" in mark.xpath("./a/span[@class='vh']")[0].text
    assert len(page.xpath("//*[@class='rows']//mark")) == 7  # the quotation and the words left out of it share one
    assert sum(c.substantive for c in given.changes) == 5


def test_kinds_stand_most_serious_first_and_innocent_ones_are_folded():
    page = parsed(traced_ferry())
    kinds = [heading.text.strip() for heading in page.xpath("//section[@class='changes']/h3")]
    assert kinds == [
        "Quotations altered",
        "Numbers changed",
        "Claims made more or less certain",
        "Facts left out",
        "Claims added",
    ]
    (folded,) = page.xpath("//section[@class='changes']/details")
    assert folded.xpath("./summary")[0].text == "2 differences that only look different"
    assert [item.get("id") for item in folded.xpath(".//li")] == ["change-6", "change-7"]
    assert folded.xpath(".//li[1]//a/@href") == ["#a6", "#b8"]


def test_both_sides_words_stand_in_the_order_of_the_retelling():
    words = "//li[@id='change-2']//q/text()"
    assert parsed(traced_ferry()).xpath(words) == ["214", "241"]
    assert parsed(traced_ferry("b")).xpath(words) == ["241", "214"]
    unknown = parsed(traced_ferry(None))
    assert unknown.xpath(words) == ["214", "241"]
    assert "↔" in unknown.xpath("//li[@id='change-2']")[0].text_content()
    assert "What differs between the two" in headings(unknown)
    assert "nothing in B" in parsed(traced_ferry()).xpath("//li[@id='change-4']")[0].text_content()


def test_overlapping_changes_share_a_mark_that_holds_all_their_words():
    given = ferry()
    found = (change(given, "quote", (2, "severe bang"), None), change(given, "name", (2, "bang and"), None))
    page = parsed(dataclasses.replace(given, changes=found))
    (mark,) = page.xpath("//*[@id='a3']//mark")
    assert text_of(mark) == "severe bang and"
    assert mark.xpath("./a/@id") == ["change-1-a", "change-2-a"]


def test_words_that_reach_beyond_their_sentence_are_cut_at_its_end():
    given = ferry()
    found = change(given, "quote", (3, "hurt."), None)
    reaching = dataclasses.replace(found, a=dataclasses.replace(found.a, end=found.a.end + 40))
    page = parsed(dataclasses.replace(given, changes=(reaching,)))
    assert text_of(page.xpath("//*[@id='a4']")[0]) == "Nobody was hurt."


def test_credit_and_direction_are_shown_with_their_evidence():
    page = parsed(traced_ferry())
    (credit,) = page.xpath("//section[@class='credit']")
    assert "AFP is no longer named." in credit.text_content()
    assert credit.xpath(".//blockquote/text()") == ["PORT ELLERY (AFP) –"]
    assert "B names no agency" in credit.text_content()
    (direction,) = page.xpath("//section[@class='direction']")
    assert "B is very likely made from A" in direction.text_content()
    assert len(direction.xpath(".//li")) == 2


def test_unrelated_articles_have_no_changes():
    given = dataclasses.replace(unrelated(), changes=(), direction=Direction(None, 0.5))
    assert "What differs between the two" not in headings(parsed(given))


def test_no_change_found_is_said():
    given = comparison(ferry().a, ferry().b, kind="edited")
    page = parsed(dataclasses.replace(given, changes=()))
    assert "No change of what is said was found" in page.text_content()


def test_whole_sentences_are_linked():
    page = parsed(traced_ferry())
    lines = page.xpath("//*[@class='looked']/p")
    assert lines[0].text_content().endswith("only in A, those with numbers or quotations first: A7, A10.")
    assert lines[0].xpath("./a/@href") == ["#a7", "#a10"]


def broken():
    a = article("Troops were seen near the border on Monday.", "The army did not comment.")
    b = article("Troops were seen near the border.", "Ukrainian border.", "The army did not comment.")
    given = comparison(a, b, link(0, (0, 1), "edited"), link(1, 2, "verbatim"), kind="edited")
    return dataclasses.replace(given, changes=())


def test_broken_spots_are_shown_as_a_sign_and_not_as_proof():
    page = parsed(broken())
    (heading,) = page.xpath("//section[@class='changes']/h3")
    assert heading.text_content() == "Broken spots 1"
    assert "not a proof" in heading.getnext().text_content()
    (item,) = page.xpath("//section[@class='changes']/ol/li")
    assert item.xpath(".//a/@href") == ["#b2"]
    assert "Ukrainian border" in item.xpath(".//q")[0].text
    assert "Broken spots" not in parsed(traced_ferry()).text_content()


def test_quotations_kept_are_named():
    a = article("“We saw the whole pier fall into the sea,” said Mira Tolland.", "It rained.")
    b = article("It rained hard.", "“We saw the whole pier fall into the sea,” Mira Tolland said.")
    given = comparison(a, b, link(0, 1, "edited", moved=True), link(1, 0, "edited"), kind="edited")
    page = parsed(dataclasses.replace(given, changes=()))
    assert "1 quotation kept word for word (A1 = B2)." in page.xpath("//*[@class='looked']/p[last()]")[0].text
