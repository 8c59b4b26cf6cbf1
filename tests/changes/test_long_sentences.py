import tracemalloc

import retold
from retold.changes import assemble


def test_the_words_of_sentences_without_end_are_not_held_against_each_other(monkeypatch):
    held = []
    pair = assemble.pair_words
    monkeypatch.setattr(assemble, "pair_words", lambda a, b: held.append(len(a) * len(b)) or pair(a, b))
    text = "กรุงเทพ" * 1000
    tracemalloc.start()
    comparison = retold.compare({"text": f"½ {text}"}, {"text": f"½ {text} 15C No."})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert comparison.relation.derived
    assert comparison.alignment.matched
    assert max(held, default=0) <= 4_000_000
    assert most < 500_000_000
