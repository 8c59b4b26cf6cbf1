"""What the service says about itself: what its answers mean, and what they do not."""

from __future__ import annotations

from typing import Any

from retold.report.verdict import KIND_NAMES
from retold.serve.pages_words import KINDS, MEANINGS

__all__ = ["about_record"]


def about_record() -> dict[str, Any]:
    """The page about the service, as data."""
    return {
        "sections": [
            {
                "title": "What it says",
                "paragraphs": [
                    "retold reads a text and looks in this archive for articles that tell the same report: copies, "
                    "edited and shortened versions, rewordings, translations and excerpts. Beside each answer stands "
                    "the evidence, sentence by sentence, so that you can judge for yourself.",
                    "The answer has a kind, which says how one text may be made from the other:",
                ],
                "entries": [[KIND_NAMES[kind], f"{MEANINGS[kind][:1].upper()}{MEANINGS[kind][1:]}."] for kind in KINDS],
                "points": [
                    "The probability is that of a text origin that both share, directly or through a third text. It "
                    "comes from a model fitted to news; elsewhere, trust the order it puts articles in more than the "
                    "number.",
                    "What is shared is counted by the weight of words: names and rare words count more than common "
                    "ones.",
                    "Credit says which agencies or outlets a text names as its source, and what became of that in the "
                    "retelling: kept, dropped, or changed.",
                    "Changes are what one text tells otherwise than the other inside sentences that belong together: "
                    "altered quotations, reversed statements, other numbers, names, dates and places.",
                ],
            },
            {
                "title": "What it does not say",
                "paragraphs": [],
                "entries": [],
                "points": [
                    "Similarity is not guilt, and no proof: two texts may agree because both rest on a third, such "
                    "as a press release or a court paper.",
                    "First seen is not original: a date of publication says when a page went up, not who wrote the "
                    "text. Which text came first is told from several clues together, and often it is not known.",
                    "Licensed use is legitimate: agencies write so that others may print. retold says how texts "
                    "relate, not whether they may.",
                    "Nothing found is no certificate: the archive holds what was put into it, and nothing else. A "
                    "heavy rewording, or one or two borrowed sentences in a long article, may be missed.",
                    "A change is not a mistake: the later text may be the one that is right.",
                ],
            },
            {
                "title": "What happens to a text that is checked",
                "paragraphs": [
                    "It is compared on this server and sent nowhere else. The check is kept under an address that "
                    "cannot be guessed; whoever has the address can see it. The oldest checks are deleted when there "
                    "are too many, and a check that shows an archived article is deleted when that article is removed "
                    "from the archive. A text that is checked is not added to the archive.",
                ],
                "entries": [],
                "points": [],
            },
        ]
    }
