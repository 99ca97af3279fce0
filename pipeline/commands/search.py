"""``asnad search``: one query, or a batch of them."""

import json
import sys
from pathlib import Path
from typing import Any, Literal, cast

import click

from pipeline.commands.common import emit, json_option, opened, plain_errors, say, workspace_option

_MOST = 10_000


@click.command()
@click.argument("query", required=False)
@click.option("--operator", type=click.Choice(["and", "or"]), default="and", help="Whether all words must be there.")
@click.option("--limit", type=click.IntRange(1, _MOST), default=10, show_default=True, help="Most hits to show.")
@click.option(
    "--batch",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
    help='JSON lines {"id","text"}; one JSON line of hits for each, in order.',
)
@workspace_option
@json_option
@plain_errors
def search(
    query: str | None, operator: str, limit: int, batch: Path | None, workspace: Path | None, as_json: bool
) -> None:
    """Find documents. QUERY: words, "phrases", -word, OR, (groups), org:… title:… lang:… source:… year:…."""
    if (query is None) == (batch is None):
        raise click.UsageError("give either a QUERY or --batch FILE")
    how = cast(Literal["and", "or"], operator)
    with opened(workspace, must_exist=True) as space:
        if space.lag():
            say("the index is behind the store; bringing it up to date")
            space.sync()
        if batch is not None:
            _batch(space, batch, how, limit)
            return
        results = space.search(query or "", operator=how, limit=limit)
    if as_json:
        for hit in results.hits:
            emit(_line(hit))
        return
    _show(results)


def _line(hit: Any) -> dict[str, Any]:
    return {"id": hit.id, "key": hit.key, "uri": hit.uri, "title": hit.title, "score": hit.score}


def _batch(space: Any, path: Path, operator: Literal["and", "or"], limit: int) -> None:
    from pipeline.errors import QuerySyntaxError

    with click.open_file(str(path), "rb") as stream:
        for raw in stream:
            if not raw.strip():
                continue
            identity: Any = None
            try:
                record = json.loads(raw)
                identity = record.get("id")
                results = space.search(str(record["text"]), operator=operator, limit=limit, passages=False, relax=False)
            except QuerySyntaxError as error:
                emit({"id": identity, "hits": [], "error": {"message": error.message, "position": error.position}})
            except (ValueError, KeyError, AttributeError) as error:
                emit({"id": identity, "hits": [], "error": {"message": f"not a query line: {error}", "position": 0}})
            else:
                emit({"id": identity, "hits": [_line(hit) for hit in results.hits]})


def _show(results: Any) -> None:
    hits = results.hits or results.relaxed
    if not results.hits:
        say("no document has all of these words" + ("; these have some of them:" if hits else ""))
    for number, hit in enumerate(hits, 1):
        click.echo(f"{number}. {marked(hit.title, hit.title_marks, 0)}  [{hit.language} {hit.published[:10]}]".rstrip())
        click.echo(f"   {hit.uri}")
        for passage in hit.passages[:2]:
            click.echo("   … " + marked(passage.text, passage.marks, passage.span.start).replace("\n", " "))
    if results.hits:
        say(f"{results.total:,} documents")


def marked(text: str, marks: Any, start: int) -> str:
    """A text with its marks in bold (plain brackets where stdout is no terminal)."""
    bold = sys.stdout.isatty()
    opening, closing = ("\x1b[1;33m", "\x1b[0m") if bold else ("[", "]")
    parts, at = [], 0
    for span in marks:
        first, last = span.start - start, span.end - start
        parts += [text[at:first], opening, text[first:last], closing]
        at = last
    return "".join(parts) + text[at:]
