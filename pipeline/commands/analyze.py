"""``asnad analyze``: shows what the analyzer makes of a text."""

from typing import TYPE_CHECKING

import click

from pipeline.commands.common import emit, json_option, plain_errors

if TYPE_CHECKING:
    from extractors.text.analyzer import Token


@click.command()
@click.argument("text")
@click.option("--with", "other", help="Another spelling: say whether both find each other, and why.")
@json_option
@plain_errors
def analyze(text: str, other: str | None, as_json: bool) -> None:
    """Show the words of TEXT: offsets, the term of each stream, and what made them so."""
    from extractors.text.analyzer import analyze as tokens_of
    from extractors.text.explain import compare

    for given in (text, other):
        for token in tokens_of(given or ""):
            _show(given or "", token, as_json=as_json)
    if other is None:
        return
    found = compare(text, other)
    if as_json:
        emit({"meet": found.meet, "reason": found.reason})
    else:
        click.echo(f"{'they meet' if found.meet else 'they do not meet'}: {found.reason}")


def _show(text: str, token: "Token", *, as_json: bool) -> None:
    from extractors.text.explain import steps

    done = steps(text, token)
    if as_json:
        terms = {"start": token.start, "end": token.end, "raw": token.raw, "exact": token.exact, "stem": token.stem}
        emit(terms | {"steps": [{"kind": step.kind, "after": step.after} for step in done]})
        return
    why = "  ".join(f"{step.kind}→{step.after}" for step in done)
    click.echo(f"{token.start}–{token.end}\t{token.raw}\t{token.exact}\t{token.stem}" + (f"\t{why}" if why else ""))
