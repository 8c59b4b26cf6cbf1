"""Who retells whom in tables: pairs of publishers, publishers with themselves, and the publishers of the picture."""

from __future__ import annotations

from retold.report.families_page_charts import counted, kinds_strip, kinds_words
from retold.report.families_page_network import network_picture
from retold.report.families_publishers import Tie
from retold.report.families_summary import Summary, Ties
from retold.report.markup import escaped
from retold.report.verdict import percent

__all__ = ["publishers_section"]

# What stands below without unfolding; half as much again is not worth folding.
_ROWS_AT_ONCE = 12


def publishers_section(summary: Summary) -> str:
    """The section on publishers: the picture with its table, the pairs of publishers, and what has no direction."""
    if not summary.links:
        return ""
    parts = [_network(summary), _between(summary), _unclear(summary), _within(summary)]
    if summary.nameless:
        of = counted(summary.nameless, "pair has", "pairs have")
        parts.append(
            f'<p class="said">{_first(of)} an article without publisher and address, and'
            f" {'is' if summary.nameless == 1 else 'are'} in none of the tables.</p>"
        )
    return (
        '<section class="publishers" aria-labelledby="publishers"><h2 id="publishers">Who retells whom</h2>'
        f"{''.join(parts)}</section>"
    )


def _between(summary: Summary) -> str:
    if not summary.between.shown:
        said = "Of no pair of articles of two publishers is it known which one is made from the other."
        return f'<p class="said">{said}</p>'
    said = (
        "Pairs of articles of two publishers of which it is known which one is likely made from the other:"
        f" {summary.between.links:,} in all."
    )
    return f'<h3>Source and retelling</h3><p class="said">{said}</p>{_table(summary.between, ("Source", "Retold by"))}'


def _network(summary: Summary) -> str:
    picture = network_picture(summary)
    if not picture:
        return ""
    rows = "".join(
        f'<tr><td class="n">{number}</td><th scope="row"><bdi>{escaped(row.name)}</bdi></th>'
        f'<td class="n">{row.retold:,}</td><td class="n">{row.retells:,}</td><td class="n">{row.unclear:,}</td></tr>'
        for number, row in enumerate(summary.publishers, 1)
    )
    more = ""
    if summary.publishers_more:
        others = counted(summary.publishers_more, "other publisher has", "other publishers have")
        more = f" {_first(others)} fewer pairs and no place in the picture."
    return (
        f'<p class="said">The publishers that share most with others.{more}</p>'
        f'{picture}<details class="more"><summary>The publishers of the picture as a table</summary>'
        '<table class="plain"><thead><tr><th scope="col" class="n">No.</th><th scope="col">Publisher</th>'
        '<th scope="col" class="n">Retold by others</th><th scope="col" class="n">Retells others</th>'
        f'<th scope="col" class="n">Not known</th></tr></thead><tbody>{rows}</tbody></table></details>'
    )


def _unclear(summary: Summary) -> str:
    if not summary.unclear.shown:
        return ""
    return _folded(
        "Shared, but not known which came first",
        f"{counted(summary.unclear.links, 'pair', 'pairs')} of articles of two publishers. The two stand in"
        " alphabetical order, which says nothing about who wrote first.",
        _table(summary.unclear, ("Publisher", "And")),
    )


def _within(summary: Summary) -> str:
    if not summary.within.shown:
        return ""
    return _folded(
        "Within one publisher",
        f"{counted(summary.within.links, 'pair', 'pairs')} of articles of the same publisher: updates, editions,"
        " reprints.",
        _table(summary.within, ("Publisher",)),
    )


def _folded(title: str, said: str, content: str) -> str:
    return f'<details class="more"><summary><h3>{title}</h3></summary><p class="said">{said}</p>{content}</details>'


def _table(ties: Ties, names: tuple[str, ...]) -> str:
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    head = (
        f'<table class="ties"><thead><tr>{heads}<th scope="col" class="kinds">Pairs, by kind</th>'
        '<th scope="col" class="n">Reworded</th></tr></thead><tbody>'
    )
    rows = [_row(tie, len(names)) for tie in ties.shown]
    at = len(rows) if len(rows) <= _ROWS_AT_ONCE + _ROWS_AT_ONCE // 2 else _ROWS_AT_ONCE
    left = ""
    if ties.more:
        pairs = counted(ties.more_links, "pair of articles", "pairs of articles")
        left = (
            f'<p class="quiet">The {len(ties.shown)} strongest are shown;'
            f" {counted(ties.more, 'row', 'rows')} with {pairs} left out.</p>"
        )
    rest = f"{head}{''.join(rows[at:])}</tbody></table>{left}"
    folded = f'<details class="more"><summary>{len(rows) - at} more rows</summary>{rest}</details>'
    return f"{head}{''.join(rows[:at])}</tbody></table>{folded if at < len(rows) else left}"


def _row(tie: Tie, names: int) -> str:
    ends = f'<th scope="row"><bdi>{escaped(tie.source)}</bdi></th>'
    if names == 2:
        ends += f"<td><bdi>{escaped(tie.derived)}</bdi></td>"
    words = f"<small>{kinds_words(tie.kinds)}</small>"
    return (
        f'<tr>{ends}<td class="kinds"><b>{tie.links:,}</b> {kinds_strip(tie.kinds)}{words}</td>'
        f'<td class="n">{percent(tie.reworded_share)}</td></tr>'
    )


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
