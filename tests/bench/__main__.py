"""``python -m tests.bench [--only NAME] [--no-code] [--json FILE]``"""

from __future__ import annotations

import inspect
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from discord import app_commands
from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table

from tests.bench import idle, mail, matching, outbox, overdue, presses, rsvps, searches
from tests.bench.figures import Benchmark, Figure, Size

BENCHMARKS = (
    rsvps.BENCHMARK,
    presses.BENCHMARK,
    outbox.BENCHMARK,
    mail.BENCHMARK,
    overdue.BENCHMARK,
    searches.BENCHMARK,
    matching.BENCHMARK,
    idle.BENCHMARK,
)
console = Console(width=None if Console().is_terminal else 150)


def main(
    only: Annotated[
        list[str] | None,
        typer.Option(help="rsvps, presses, outbox, mail, overdue, searches, matching or idle; repeatable."),
    ] = None,
    code: Annotated[bool, typer.Option(help="Show the code of the partners.")] = True,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures to this file.")
    ] = None,
) -> None:
    """Speed and memory, each figure beside its partner in the same run."""
    names = {benchmark.name for benchmark in BENCHMARKS}
    if unknown := set(only or ()) - names:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}; there are {', '.join(sorted(names))}")
    chosen = [benchmark for benchmark in BENCHMARKS if not only or benchmark.name in only]
    written: dict[str, list[dict[str, object]]] = {}
    for benchmark in chosen:
        console.rule(f"[bold]{benchmark.name}")
        console.print(benchmark.about.strip(), highlight=False)
        with console.status("measuring …"):
            figures = benchmark.run(Size())
        console.print(_table(figures))
        if code:
            _show_partners(benchmark)
        written[benchmark.name] = [_plain(figure) for figure in figures]
    if json_file is not None:
        json_file.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _table(figures: list[Figure]) -> Table:
    table = Table()
    for column in ("figure", "ours", "partner", "partner's", "ratio", "to reach", "reached"):
        table.add_column(column, justify="left" if column in ("figure", "partner") else "right")
    for figure in figures:
        target = figure.target
        unit = figure.unit if target and target.of == "value" else "×"
        table.add_row(
            figure.name,
            f"{_round(figure.ours)} {figure.unit}",
            figure.partner_name,
            "" if figure.partner is None else f"{_round(figure.partner)} {figure.unit}",
            "" if figure.ratio is None else f"{figure.ratio:.2f} ×",
            f"{target.direction} {target.number:g} {unit}" if target else "",
            {True: "[green]yes", False: "[red]no", None: ""}[figure.reached],
        )
    return table


def _round(number: float) -> str:
    """Three figures: 1,234  56.7  0.123."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}" if number >= 1 else f"{number:.3g}"


def _show_partners(benchmark: Benchmark) -> None:
    for partner in benchmark.partners:
        source = partner.callback if isinstance(partner, app_commands.Command) else partner
        file = Path(inspect.getsourcefile(source) or "").name
        console.print(f"[dim]partner: tests/bench/{file}, {source.__name__}")
        console.print(Syntax(inspect.getsource(source), "python", background_color="default"))


def _plain(figure: Figure) -> dict[str, object]:
    return {**asdict(figure), "ratio": figure.ratio, "reached": figure.reached}


if __name__ == "__main__":
    typer.run(main)
