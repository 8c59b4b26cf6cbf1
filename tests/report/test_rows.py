"""Rows: every linked sentence once, moved ones marked where they stand in B."""

from retold.report.rows import aligned_rows, left_out, row_label

from .builder import article, comparison, ferry, link


def shape(given):
    return [(row.kind, row.a, row.b) for row in aligned_rows(given)]


def test_consecutive_dropped_and_added_sentences_share_a_row():
    a, b = article("1.", "2.", "3.", "4."), article("3.", "5.", "6.")
    links = [link(0, (), "dropped"), link(1, (), "dropped"), link(2, 0, "verbatim"), link(3, (), "dropped"),
             link((), 1, "added"), link((), 2, "added")]  # fmt: skip
    given = comparison(a, b, *links)
    assert shape(given) == [
        ("dropped", (0, 1), ()), ("verbatim", (2,), (0,)), ("dropped", (3,), ()), ("added", (), (1, 2)),
    ]  # fmt: skip
    assert row_label(aligned_rows(given)[0]) == "Only in A (dropped): 2 sentences"


def test_moved_sentences_are_marked_where_b_has_them():
    a = article(*"12345")
    b = article(*"51324")
    links = [link(0, 1, "verbatim"), link(1, 3, "verbatim"), link(2, 2, "verbatim", moved=True),
             link(3, 4, "verbatim"), link(4, 0, "verbatim", moved=True)]  # fmt: skip
    given = comparison(a, b, *links)
    assert shape(given) == [
        ("elsewhere", (), (0,)),
        ("verbatim", (0,), (1,)),
        ("elsewhere", (), (2,)),
        ("verbatim", (1,), (3,)),
        ("verbatim", (2,), (2,)),
        ("verbatim", (3,), (4,)),
        ("verbatim", (4,), (0,)),
    ]
    in_order = [i for row in aligned_rows(given) if row.kind == "elsewhere" or not row.moved for i in row.b]
    assert in_order == [0, 1, 2, 3, 4]


def test_what_moved_to_the_end_of_b_is_marked_at_the_end():
    a, b = article("1.", "2."), article("2.", "1.")
    given = comparison(a, b, link(0, 1, "verbatim", moved=True), link(1, 0, "verbatim"))
    assert [kind for kind, *_ in shape(given)] == ["verbatim", "verbatim", "elsewhere"]


def test_labels_name_splits_merges_and_moves():
    labels = [row_label(row) for row in aligned_rows(ferry())]
    assert "Reworded, split into 3" in labels
    assert "Word for word, moved" in labels
    assert "Stands here in B" in labels
    merged = comparison(article("1.", "2."), article("12."), link((0, 1), 0, "edited"))
    assert row_label(aligned_rows(merged)[0]) == "Edited, merged from 2"


def test_what_has_no_row_is_left_out_by_role():
    a = article(("Head", "headline"), "1.", ("Menu", "furniture"))
    given = comparison(a, article("1."), link(1, 0, "verbatim"))
    assert left_out(given) == {"a": ([2], [0]), "b": ([], [])}
