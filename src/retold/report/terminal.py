"""A comparison on the terminal: verdict, changes, credit, direction, figures, aligned text, what was left out, caveats.

Marks never rest on colour: `[-…-]` is only in A, `{+…+}` only in B, − dropped, + added, ⇄ moved.
"""

from __future__ import annotations

from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from retold.model import Article, Comparison
from retold.report.differences import Piece, link_differences
from retold.report.rows import Row, aligned_rows, left_out, row_label
from retold.report.terminal_findings import clean, print_findings
from retold.report.verdict import CAVEATS, figures, find_verdict, language_name

__all__ = ["print_comparison", "text_console"]

_WIDE = 100
_WIDTH_WHEN_PIPED = 88
_LEAST_SHARED = 0.2
_SIGNS = {
    "verbatim": "=",
    "edited": "~",
    "reworded": "≈",
    "translated": "≈",
    "dropped": "−",
    "added": "+",
    "elsewhere": "⇄",
}
_LEGEND = (
    "= word for word   ~ edited   ≈ reworded or translated   − only in A   + only in B",
    "⇄ moved   [-words only in A-]   {+words only in B+}",
)
_STYLES = {"dropped": "red", "added": "green", "verbatim": "dim", "elsewhere": "magenta"}


def text_console(file: TextIO) -> Console:
    """A console for `file`: as wide as the terminal, or a fixed readable width where there is none."""
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _WIDTH_WHEN_PIPED
    return console


def print_comparison(comparison: Comparison, console: Console, *, all_changes: bool = False) -> None:
    """Print everything a reader needs, side by side where the console is at least 100 columns wide.

    `all_changes` also lists the differences that only look different.
    """
    found = find_verdict(comparison)
    console.print(Text.assemble((found.lead, "bold"), clean(str(found)).removeprefix(clean(found.lead))))
    console.print()
    _print_sides(comparison, console)
    print_findings(comparison, console, all_changes=all_changes)
    console.print(Rule("Figures", align="left", style="dim"))
    _print_figures(figures(comparison), console)
    console.print()
    _print_text(comparison, console)
    _print_left_out(comparison, console)
    console.print(Rule("To keep in mind", align="left", style="dim"))
    for caveat in CAVEATS:
        console.print(Text(f"• {caveat}"))


def _print_sides(comparison: Comparison, console: Console) -> None:
    for name, article in (("A", comparison.a), ("B", comparison.b)):
        facts = [
            article.publisher,
            article.byline,
            article.published,
            language_name(article.lang),
            article.id,
        ]
        line = Text.assemble((f"{name}  ", "bold"), clean(article.headline or "(no headline)"))
        console.print(line)
        console.print(Text("   " + clean(" · ".join(fact for fact in facts if fact)), style="dim"))
    if comparison.headline:
        console.print(Text(f"   Headlines: {comparison.headline.kind}"))
    console.print()


def _print_figures(rows: list[tuple[str, str]], console: Console) -> None:
    widest = max(len(label) for label, _ in rows)
    for label, value in rows:
        console.print(Text.assemble(label.ljust(widest + 2), (value, "bold")))


def _print_text(comparison: Comparison, console: Console) -> None:
    rows = aligned_rows(comparison)
    if not rows:
        return
    console.print(Rule("The texts, sentence by sentence", align="left", style="dim"))
    for line in _LEGEND:
        console.print(Text(line, style="dim"))
    console.print()
    if console.width >= _WIDE:
        console.print(_side_by_side(comparison, rows))
        console.print()
        return
    for row in rows:
        console.print(_stacked(comparison, row))
        console.print()


def _side_by_side(comparison: Comparison, rows: list[Row]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 1, 0), expand=True)
    table.add_column(width=3)
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    for row in rows:
        a, b = _texts(comparison, row)
        table.add_row(Text(_sign(row), style="bold"), a, b)
    return table


def _stacked(comparison: Comparison, row: Row) -> RenderableType:
    a, b = _texts(comparison, row)
    label = Text(f"{_sign(row)} {row_label(row)}", style="bold")
    same = row.kind == "verbatim" and a.plain.split(None, 1)[1:] == b.plain.split(None, 1)[1:]
    shown = [a] if same else [text for text in (a, b) if text.plain]
    if same:
        numbers = f"A{row.a[0] + 1} = B{row.b[0] + 1}  "
        shown = [Text(numbers, style="dim") + Text(a.plain.split("  ", 1)[-1])]
    return Group(label, *shown)


def _sign(row: Row) -> str:
    return f"{_SIGNS[row.kind]}{'⇄' if row.moved and row.kind != 'elsewhere' else ''}"


def _texts(comparison: Comparison, row: Row) -> tuple[Text, Text]:
    """Both sides of a row, with the words that differ marked where marks help to read."""
    if row.kind == "elsewhere":
        assert row.link is not None
        where = ", ".join(f"A{i + 1}" for i in row.link.a)
        here = ", ".join(f"B{i + 1}" for i in row.b)
        return Text(), Text(f"{here} stands here in B; it is shown beside {where}.", style="magenta")
    if row.link and row.kind in ("edited", "reworded"):
        found = link_differences(comparison, row.link)
        if found.shared >= _LEAST_SHARED:
            return (
                _side(comparison.a, "A", row.a, row.kind, found.a),
                _side(comparison.b, "B", row.b, row.kind, found.b),
            )
    return _side(comparison.a, "A", row.a, row.kind), _side(comparison.b, "B", row.b, row.kind)


def _side(
    article: Article,
    name: str,
    indexes: tuple[int, ...],
    kind: str,
    pieces: dict[int, tuple[Piece, ...]] | None = None,
) -> Text:
    lines = []
    for i in indexes:
        sentence = article.sentences[i]
        line = Text.assemble((f"{name}{i + 1}  ", "dim"))
        for piece in (pieces or {}).get(i, (Piece(sentence.start, sentence.end, False),)):
            words = clean(article.text[piece.start : piece.end])
            if not piece.differs:
                line.append(words, _STYLES.get(kind, ""))
            elif name == "A":
                line.append(f"[-{words}-]", "red strike")
            else:
                line.append(f"{{+{words}+}}", "green underline")
        lines.append(line)
    return Text("\n").join(lines)


def _print_left_out(comparison: Comparison, console: Console) -> None:
    rest = left_out(comparison)
    for title, at in (
        ("Left out of the comparison (page furniture)", 0),
        ("Left out of the comparison (headlines and other lines)", 1),
    ):
        if not any(rest[side][at] for side in rest):
            continue
        console.print(Rule(title, align="left", style="dim"))
        for name, side, article in (("A", "a", comparison.a), ("B", "b", comparison.b)):
            for i in rest[side][at]:
                console.print(Text(f"{name}{i + 1}  {clean(article.sentences[i].text)}", style="dim"))
        console.print()
