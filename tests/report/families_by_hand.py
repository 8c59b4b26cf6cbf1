"""Families made by hand from fictional articles, for the tests of what `find` writes."""

from __future__ import annotations

import random
from datetime import date, timedelta
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


_KINDS: tuple[RelationKind, ...] = ("copy", "edited", "reworded", "translated", "excerpt")
_PLACES = ("Ellery", "Dunmore", "Heron", "Tolland", "Orlen", "Lanmar", "Brask", "Quell", "Vessen", "Morrow")
_PAPERS = ("Wire", "Gazette", "Post", "Herald", "Courier", "Echo", "Observer")
_NEWS = ("closes harbour after storm", "council votes on second pier", "bakery wins prize", "ferry runs aground",
         "mayor opens bridge", "school counts its bees", "inquiry finds cracks")  # fmt: skip


def many(families: int, publishers: int = 60) -> Families:
    """A large collection by lot, the same every time: wires are mostly the source, some papers mostly reword."""
    lot = random.Random(17)
    names = [f"{_PLACES[i % 10]} {_PAPERS[i % 7]}" for i in range(min(publishers, 70))]
    names += [f"portal{i}.example" for i in range(70, publishers)]
    likes = [1 / (i + 1) for i in range(publishers)]
    made = []
    for number in range(families):
        size = min(2 + int(lot.expovariate(0.7)), 40) if lot.random() > 0.01 else lot.randint(20, 60)
        first = date(2031, 3, 1) + timedelta(days=int(lot.triangular(0, 300, 200)))
        title = f"{lot.choice(_PLACES)} {lot.choice(_NEWS)}"
        story = []
        for place in range(size):
            chosen = lot.choice(names[:4]) if place == 0 else lot.choices(names, likes)[0]
            day = first + timedelta(days=int(lot.expovariate(1)))
            story.append(
                Member(
                    f"{number}-{place}",
                    title if lot.random() < 0.5 else f"{title}, {lot.choice(('officials', 'islanders'))} say",
                    publisher=chosen,
                    published=f"{day}T{lot.randint(5, 22):02}:15:00Z" if lot.random() > 0.05 else "",
                    lang="en",
                    url=f"https://{chosen.lower().replace(' ', '')}.example/{number}/{place}",
                    words=lot.randint(80, 900),
                )
            )
        links = []
        for place in range(1, size):
            source = story[0 if lot.random() < 0.8 else lot.randrange(place)].id
            weights = (5, 4, 3, 0.3, 1) if names.index(story[place].publisher) % 3 else (1, 1, 6, 0.5, 1)
            kind = lot.choices(_KINDS, weights)[0]
            links.append(FamilyLink(source, story[place].id, kind, lot.uniform(0.6, 1), number % 5 > 0))
        made.append(Family(f"f{number}", tuple(story), story[0].id if number % 5 else None, tuple(links)))
    made.sort(key=lambda family: (-len(family.members), family.id))
    return Families(tuple(made), sum(len(f.members) for f in made) * 5, 3)
