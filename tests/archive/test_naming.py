"""What is alike for versions of one article: whatever is put in, and however often."""

import re

import pytest

from retold import Archive
from retold.archive.naming import address, bare_slug, heading, is_withdrawn, slug_of, without_number
from retold.archive.searching import match_query

hypothesis = pytest.importorskip("hypothesis")
st = hypothesis.strategies
anything = hypothesis.given(st.text())
WORDS = ("Ada Quist", "Tom Reyle", "Olle Brandt", "Mira Tolland", "Odo Finkel", "Lenna Oastmor", "Pemar Lanik")
PLACES = ("Orlen", "Tessin", "Hallen", "Port Ellery", "Morvik", "Ebbenvoss", "Cape Vesper")


@anything
def test_any_address_is_one_or_none(url):
    found = address(url)
    assert not found or address(f"https://{found}") == found or not address(f"https://{found}")
    found.encode()


@hypothesis.given(
    st.from_regex(r"[a-z]{1,8}\.example", fullmatch=True),
    st.lists(st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True), max_size=3),
    st.dictionaries(st.from_regex(r"[a-r]{1,3}", fullmatch=True), st.text("abc &=%", max_size=3), max_size=3),
    st.sampled_from(["utm_source=x", "fbclid=1", "gclid=a&utm_medium=b", ""]),
    st.randoms(),
)
def test_order_and_tracking_do_not_matter(host, path, query, tracking, lot):
    from urllib.parse import urlencode

    pairs = [urlencode({name: value}) for name, value in query.items()]
    other = [*pairs, *filter(None, tracking.split("&"))]
    lot.shuffle(other)
    place = "/".join([host, *path])
    one = address(f"https://{place}?{'&'.join(pairs)}")
    assert one == address(f"HTTP://www.{place.rstrip('/')}/?{'&'.join(other)}#top")


@hypothesis.given(st.text(), st.text())
def test_marks_of_updates_do_not_matter(title, publisher):
    own = heading(title, publisher)
    for mark in ("UPDATE 1-", "UPDATE 2-CORRECTED-", "REFILE-", "URGENT: "):
        if own and title[:1].isalpha():
            assert heading(mark + title, publisher) == own
    assert heading(title.upper(), publisher) == heading(title.upper().lower(), publisher) or not title.isascii()
    assert isinstance(is_withdrawn(title), bool)


@pytest.mark.parametrize("title", ["WITHDRAWN: Storm", "KILL-Storm closes", "Retracted - x", "STORY REMOVED: x"])
def test_taken_back(title):
    assert is_withdrawn(title)


@pytest.mark.parametrize("title", ["Killer wave", "Withdrawing troops", "Storm", "Storm withdrawn"])
def test_not_taken_back(title):
    assert not is_withdrawn(title)


@hypothesis.given(st.text(), st.text(), st.text())
def test_a_slug_without_its_owner_gives_itself(slug, url, publisher):
    found = slug_of(slug, url, publisher)
    bare = bare_slug(found, url, publisher)
    assert slug_of(bare, url, publisher) == found or not found


@anything
def test_ids_lose_one_number(id):
    assert without_number(f"{id}#2") == (id or "#2")


@anything
def test_any_words_are_a_question(words):
    asked = match_query(words)
    assert re.fullmatch(r'("\w+"( "\w+")*)?', asked)


@hypothesis.settings(max_examples=15, deadline=None)
@hypothesis.given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(PLACES), st.integers(2, 40)), max_size=6), st.randoms()
)
def test_what_is_found_does_not_depend_on_the_order_of_adding(tmp_path_factory, stories, lot):
    texts = sorted({
        f"{who} of the road office said in {where} that {count} bridges must be closed before the winter, "
        f"and {WORDS[count % 7]} asked the council of {PLACES[count % 5]} for {count * 17} crowns."
        for who, where, count in stories
    })
    said = []
    for _ in range(2):
        lot.shuffle(texts)
        with Archive(tmp_path_factory.mktemp("order") / "a") as archive:
            archive.add([{"id": text, "text": text} for text in texts])  # one id for two would make versions of them
            matches = [archive.check({"text": text}) for text in sorted(texts)]
            found = [sorted((match.article.text, match.kind, match.probability) for match in own) for own in matches]
            said.append((archive.stats().articles, archive.stats().keys, found))
    assert said[0] == said[1]
