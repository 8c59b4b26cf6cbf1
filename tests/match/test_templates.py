"""A template filled for many places is not one family; a report that many papers print with their own touches is."""

import random

import pytest

import retold
from newsroom import collection, write_lines

from .test_verify import REPORT

GRANT = """{town} - Senator Ada Quillmore announced today that {town} will receive {amount} crowns from the Rural Works
Fund for {purpose}.

"I am glad that {town} gets this help," Quillmore said. "Our small communities deserve safe streets and sound public
buildings, and the Rural Works Fund gives them the means."

{person}, {office} of {town}, thanked the senator. The work will be done by {firm} and should be finished in {months}
months.

The Rural Works Fund supports communities of fewer than {people} residents. Towns may apply to the Ministry of Works
until the end of the year, and grants cover up to three quarters of the cost.

Quillmore, a member of the Committee on Public Works, has asked the Senate to double the means of the fund."""
STARTS = ("Bren", "Tol", "Vess", "Hal", "Mor", "Quil", "Sten", "Lor", "Gar", "Pem")
ENDS = ("wick", "mara", "holt", "dale")
TOWNS = [start + end for start in STARTS for end in ENDS]
PURPOSES = (
    "a new fire engine", "the roof of its town hall", "a footbridge", "water pipes", "the clinic", "street lamps",
    "its sewage works", "a school bus",
)  # fmt: skip
OFFICES = ("mayor", "town clerk", "council president", "treasurer")
TOUCHES = (
    ("on Monday", "Monday"),
    ("northern pier", "north pier"),
    ("stopped the traffic", "halted the traffic"),
    ("must now", "now have to"),
    ("said", "told reporters"),
    ("at least", "no less than"),
    ("asked for", "called for"),
    ("old bridge", "ageing bridge"),
    ("at Orlen", "in Orlen"),
)

LAST = " The harbour office\nhas one to lend, but no pilot who may sail it."


def grants():
    """Forty releases of one senator: the same words, another town, sum, purpose and person."""
    lot = random.Random(11)
    people = lot.sample([f"{a}{b}" for a in ("Ar", "Bel", "Cor", "Dun", "Eil", "Fen", "Gus", "Hed") for b in
                         ("sson", "aker", "ins", "ovan", "etti", "auer")], 40)  # fmt: skip
    texts = []
    for town, person in zip(TOWNS, people, strict=True):
        texts.append(
            GRANT.format(
                town=town,
                amount=f"{lot.randint(20, 990)},{lot.randint(100, 999)}",
                purpose=lot.choice(PURPOSES),
                person=f"{lot.choice(('Ida', 'Per', 'Vera', 'Olle', 'Tom'))} {person}",
                office=lot.choice(OFFICES),
                firm=f"{lot.choice(STARTS)}{lot.choice(ENDS)} & {lot.choice(('Sons', 'Partners'))}",
                months=lot.randint(3, 30),
                people=lot.randint(2, 9) * 1000,
            )
        )
    return texts


def touched(papers):
    """One report as so many papers print it: each with three other words, and half of them without one sentence."""
    lot = random.Random(12)
    texts = []
    for number in range(papers):
        text = REPORT
        for old, new in lot.sample(TOUCHES, 3):
            text = text.replace(old, new, 1)
        texts.append(text.replace(LAST, "") if number % 2 else text)
    return texts


def printed(papers):
    """One report as so many papers print it, each with the number of its page."""
    return [f"{REPORT}\n\nPage {number + 1}." for number in range(papers)]


def families(folder, texts):
    """The families among articles without dates, with other stories around them; only the numbers of the former."""
    around = [{"id": f"other-{record['id']}", "text": record["text"]} for record in collection(20)[0]]
    own = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    found = retold.find(write_lines(folder / "news.jsonl", [*own, *around])).families
    sets = [{name for name in family.articles if not name.startswith("other")} for family in found]
    return sorted((held for held in sets if held), key=len, reverse=True)


def test_forty_grants_told_in_one_template_are_not_one_family(tmp_path):
    assert max(map(len, families(tmp_path, grants())), default=0) <= 4


@pytest.mark.parametrize("texts", [touched(12), printed(12), printed(40)], ids=["edited", "printed", "by many"])
def test_a_report_that_many_papers_print_is_one_family(tmp_path, texts):
    assert families(tmp_path, texts) == [{str(number) for number in range(len(texts))}]
