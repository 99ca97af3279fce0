"""``asnad analyze``: shows what the analyzer makes of a text."""

import click

from pipeline.commands.common import emit, json_option, plain_errors


@click.command()
@click.argument("text")
@json_option
@plain_errors
def analyze(text: str, as_json: bool) -> None:
    """Show the lexical words of TEXT with their offsets and the term of each stream."""
    from extractors.text.analyzer import analyze as tokens_of

    for token in tokens_of(text):
        if as_json:
            emit({"start": token.start, "end": token.end, "raw": token.raw, "exact": token.exact, "stem": token.stem})
        else:
            click.echo(f"{token.start}–{token.end}\t{token.raw}\t{token.exact}\t{token.stem}")
