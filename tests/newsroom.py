"""Invented collections: stories with names and numbers of their own, each told by several papers."""

from __future__ import annotations

import json
import random

__all__ = ["PAPERS", "collection", "write_lines"]

PAPERS = ("Ellery Wire", "The Island Gazette", "Norra Posten", "Tolland Echo")
_START = ("Br", "Tol", "Vess", "Quil", "Mor", "Hal", "Sten", "Gr", "Lan", "Pem")
_END = ("ick", "land", "en", "ora", "ast")
_MIDDLE = ("a", "ov", "imar", "est", "ul", "ond", "ar")
_SENTENCES = (
    "{town}, {month} {day} - A {thing} in {town} was closed on {weekday} after {number} {people} reported {trouble}.",
    "{first} {name}, who heads the {body} of {town}, said that the {thing} would stay shut for {weeks} weeks.",
    "“We have counted {count} {faults} since {month}, and nobody listened to us,” {name} told the council.",
    "The {thing} was built in {year} by the firm of {other} at a cost of {cost} million crowns.",
    "A report by {first2} {other2} of the {body2} had warned of {faults} near {place} {months} months ago.",
    "{other} did not answer questions; its lawyer {name2} called the figures of {first2} {other2} premature.",
    "Some {number2} residents of {place} must now take the road by {place2}, which is {distance} kilometres longer.",
)
_CHOICES = {
    "month": ("March", "June", "October", "November"),
    "weekday": ("Monday", "Tuesday", "Thursday", "Friday"),
    "thing": ("bridge", "school", "ferry terminal", "swimming hall", "reservoir", "tramway", "clinic"),
    "people": ("drivers", "parents", "inspectors", "neighbours"),
    "trouble": ("cracks", "leaks", "mould", "falling tiles", "smoke"),
    "faults": ("faults", "leaks", "loose bolts", "cracks"),
    "body": ("harbour office", "building board", "school board", "road authority"),
    "body2": ("technical college", "court of auditors", "state laboratory"),
}
_SWAPS = {
    "said that": "says",
    "closed": "shut",
    "reported": "noticed",
    "would stay": "is to remain",
    "must now": "have to",
    "built": "erected",
    "warned": "cautioned",
    "premature": "hasty",
    "longer": "farther",
    "Some": "About",
}


def _name(lot):
    return lot.choice(_START) + lot.choice(_MIDDLE) + lot.choice(_END)


def _story(lot):
    names = ("town", "first", "name", "other", "first2", "other2", "name2", "place", "place2")
    numbers = ("day", "weeks", "months", "count", "cost", "number", "distance")
    values = {key: _name(lot) for key in names} | {key: lot.randint(3, 28) for key in numbers}
    values |= {key: lot.choice(words) for key, words in _CHOICES.items()}
    values |= {"year": lot.randint(1890, 1990), "number2": lot.randint(200, 9000)}
    return [sentence.format(**values) for sentence in _SENTENCES]


def _reworded(lot, sentences):
    kept = sentences.copy()
    del kept[lot.randrange(3, len(kept))]
    text = "\n\n".join(kept)
    for word, other in _SWAPS.items():
        text = text.replace(word, other)
    return text


def collection(stories, seed=1):
    """Articles as records, and the sets of ids that tell one story; the same every time.

    Of four stories, one stands alone, one is reworded, one copied word for word, and one both.
    """
    lot = random.Random(seed)
    records, families = [], []
    for number in range(stories):
        sentences = _story(lot)
        texts = ["\n\n".join(sentences)]
        if number % 4 in (1, 3):
            texts.append(_reworded(lot, sentences))
        if number % 4 in (2, 3):
            texts.append(texts[0])
        ids = [f"s{number}-{k}" for k in range(len(texts))]
        for k, text in enumerate(texts):
            published = f"2031-{1 + number % 12:02}-{1 + k:02}"
            records.append({"id": ids[k], "text": text, "publisher": PAPERS[k], "published": published, "lang": "en"})
        if len(ids) > 1:
            families.append(set(ids))
    lot.shuffle(records)
    return records, families


def write_lines(path, records):
    """Write records as JSON Lines."""
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    return path
