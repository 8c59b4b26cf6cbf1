"""Families made by hand from fictional articles, for the tests of what `find` writes."""

from __future__ import annotations

from typing import Any

from retold.model import Families, Family, FamilyLink, Member, RelationKind

__all__ = ["NASTY", "harbour", "many", "nasty", "one_pair"]

NASTY = "=<script>alert(1)</script>\"><img src=x onerror=alert(2)>&amp;'${title}$title\x00\ud800,\r\n\u2028|]]>"


def one_pair(probability: float = 0.9) -> Families:
    """One family of two articles with nothing but ids."""
    link = FamilyLink("a", "b", "reworded", probability, True)
    return Families((Family("pair", (Member("a"), Member("b")), "a", (link,)),), 2)


def harbour() -> Families:
    """Three families: with an origin and without, every kind of link, a publisher that retells itself."""
    wire = Member(
        "wire-1",
        "Ferry runs aground off Port Ellery, 214 on board",
        publisher="Ellery Wire",
        published="2031-10-07T18:20:00Z",
        lang="en",
        words=180,
    )
    gazette = Member(
        "gazette-1",
        "Ferry strikes sea bed, 241 aboard",
        "Jo Penrose",
        "The Island Gazette",
        "2031-10-08",
        "en",
        "https://gazette.example/heron",
        160,
    )
    again = Member(
        "gazette-2",
        "Ferry free again",
        publisher="The Island Gazette",
        published="2031-10-09",
        lang="en",
        url="https://gazette.example/free",
        words=90,
    )
    norra = Member(
        "norra-1",
        "Färja på grund utanför Port Ellery",
        publisher="Norra Posten",
        published="2031-10-08T06:00:00+02:00",
        lang="sv",
        url="https://norra.example/farja",
        words=140,
    )
    portal = Member("portal-1", lang="en", url="https://www.portal.example/a/17", words=60)
    ferry = Family(
        "ferry",
        (wire, gazette, again, norra, portal),
        "wire-1",
        (
            FamilyLink("wire-1", "gazette-1", "reworded", 0.97, True),
            FamilyLink("gazette-1", "gazette-2", "edited", 0.93, True),
            FamilyLink("gazette-1", "norra-1", "translated", 0.9),
            FamilyLink("wire-1", "norra-1", "translated", 0.88, True),
            FamilyLink("wire-1", "portal-1", "excerpt", 0.8, True),
        ),
    )
    bakery_wire = Member("wire-2", "Bakery wins prize", publisher="Ellery Wire", published="2031-10-21", lang="en")
    bakery = Member(
        "gazette-3", "Bakery wins prize", publisher="The Island Gazette", published="2031-10-22", lang="en"
    )
    prize = Family("prize", (bakery_wire, bakery), "wire-2", (FamilyLink("wire-2", "gazette-3", "copy", 1.0, True),))
    nameless = (Member("pier-1", "Second pier asked for"), Member("pier-2", "Islanders want second pier"))
    pier = Family("pier", nameless, None, (FamilyLink("pier-1", "pier-2", "reworded", 0.7),))
    return Families((ferry, prize, pier), 40, 2, {"least_probability": 0.5})


def nasty() -> Families:
    """Every text of every member holds markup, a formula and characters that files cannot carry."""
    fields: dict[str, Any] = dict.fromkeys(("title", "byline", "publisher", "published", "lang"), NASTY)
    a = Member(f"a{NASTY}", **fields, url="javascript:alert(3)")
    b = Member(f"b{NASTY}", **fields, url=f"https://x.example/{NASTY}")
    c = Member(f"c{NASTY}", **(fields | {"publisher": f"C{NASTY}"}), url="data:text/html,<script>alert(4)</script>")
    links = (FamilyLink(a.id, b.id, "copy", 0.99, True), FamilyLink(a.id, c.id, "edited", 0.9))
    return Families((Family(NASTY, (a, b, c), a.id, links),), 3, settings={NASTY: NASTY})


_KINDS: tuple[RelationKind, ...] = ("copy", "copy", "reworded", "edited", "excerpt", "reworded", "translated")
_PLACES = ("Ellery", "Dunmore", "Heron", "Tolland", "Orlen", "Lanmar", "Brask", "Quell", "Vessen", "Morrow")
_PAPERS = ("Wire", "Gazette", "Post", "Herald", "Courier", "Echo", "Observer")


def many(families: int, publishers: int = 60, members: int = 4) -> Families:
    """A large collection made by arithmetic, the same every time: a few publishers are sources far more often."""
    names = [f"{_PLACES[i % 10]} {_PAPERS[(i + i // 10) % 7]}{' ' + 'I' * (i // 70) if i > 69 else ''}"
             for i in range(publishers)]  # fmt: skip
    made = []
    for number in range(families):
        size = 2 + (number * 7 + number // 3) % (members - 1) + (30 if number % 97 == 0 else 0)
        story = []
        for place in range(size):
            step = number * 31 + place * place * 17 + place * number
            name = names[(number * number) % 5] if place == 0 else names[step * step % publishers]
            day = f"20{31 + number % 3}-{1 + number % 12:02}-{1 + (number // 12 + place) % 28:02}"
            story.append(
                Member(
                    f"{number}-{place}",
                    f"{_PLACES[number % 10]} council votes on pier number {number}, version {place}",
                    publisher=name,
                    published=day if number % 11 else "",
                    lang="en",
                    url=f"https://paper{step % publishers}.example/{number}/{place}",
                    words=100 + step % 400,
                )
            )
        links = tuple(
            FamilyLink(
                story[0 if number % 3 else place - 1].id, story[place].id,
                _KINDS[(number + place) % 7], 0.6 + place % 4 / 10, number % 5 > 0,
            )
            for place in range(1, size)
        )  # fmt: skip
        origin = story[0].id if number % 5 else None
        made.append(Family(f"f{number}", tuple(story), origin, links))
    made.sort(key=lambda family: (-len(family.members), family.id))
    return Families(tuple(made), sum(len(f.members) for f in made) * 5, 3)
