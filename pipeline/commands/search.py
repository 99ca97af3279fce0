"""``asnad search``: one query, or a batch of them."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal, cast

import click

from corpora.tabular import csv_of
from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option
from pipeline.commands.terminal import day_of, excerpt, isolated, marked

_MOST = 10_000
_ORDERS = (
    *("relevance", "recent", "newest", "oldest", "changed", "title", "longest", "shortest"),
    *("source", "kind", "language", "pages"),
)
_COLUMNS = ("id", "key", "uri", "title", "published", "score")
type How = Callable[[str], Any]


@click.command()
@click.argument("query", required=False)
@click.option("--operator", type=click.Choice(["and", "or"]), default="and", help="Whether all words must be there.")
@click.option("--limit", type=click.IntRange(1, _MOST), default=10, show_default=True, help="Most hits to show.")
@click.option(
    "--sort",
    "order",
    type=click.Choice(_ORDERS),
    default="relevance",
    help="The order of hits; recent is relevance that fades with age.",
)
@click.option("--group", type=click.Choice(["near"]), help="Show near-duplicates as one.")
@click.option("--spelling", is_flag=True, help="Only what is spelt as in the query, letter for letter.")
@click.option(
    "--passages", is_flag=True, help="With --json: the passages of each hit, and where the matches stand in it."
)
@click.option("--csv", "as_csv", is_flag=True, help="Print the hits as CSV.")
@click.option(
    "--batch",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
    help='JSON lines {"id","text"}; one JSON line of hits for each, in order (CSV: a row a hit).',
)
@workspace_option
@json_option
@plain_errors
def search(
    query: str | None,
    operator: str,
    limit: int,
    order: Any,
    group: str | None,
    spelling: bool,
    passages: bool,
    as_csv: bool,
    batch: Path | None,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Find documents. QUERY: words, "phrases", -word, OR, (groups), NEAR/5, word*, word~, =word, date:… org:…."""
    from pipeline.index.results import View

    if (query is None) == (batch is None):
        raise click.UsageError("give either a QUERY or --batch FILE")
    how = cast(Literal["and", "or"], operator)
    shown = not (batch or as_csv or as_json)
    view = View(limit=limit, order=order, group=group is not None, passages=shown or passages)
    with opened(workspace, must_exist=True) as space:
        if space.indexing.lag():
            say("the index is behind the store; bringing it up to date")
            space.indexing.sync()

        who = actor(space)

        def ask(text: str) -> Any:
            return space.search(who, text, view, operator=how, spelling=spelling, relax=shown)

        if batch is not None:
            _batch(ask, batch, as_csv=as_csv)
        elif as_csv or as_json:
            _listed(ask(query or "").hits, as_csv=as_csv)
        else:
            _show(ask(query or ""))
            _advise(query or "")


def _listed(hits: Iterable[Any], *, as_csv: bool) -> None:
    if as_csv:
        _rows([_COLUMNS, *(_row(hit) for hit in hits)])
        return
    for hit in hits:
        emit(_line(hit))


def _line(hit: Any) -> dict[str, Any]:
    line = {"id": hit.id, "key": hit.key, "uri": hit.uri, "title": hit.title, "score": hit.score}
    if hit.copies:
        line["copies"] = [{"id": copy.id, "key": copy.key, "uri": copy.uri} for copy in hit.copies]
    if hit.passages:
        line["passages"] = [_passage(one) for one in hit.passages]
    return line


def _passage(passage: Any) -> dict[str, Any]:
    marks = [[mark.start, mark.end] for mark in passage.marks]
    return {"start": passage.span.start, "end": passage.span.end, "text": passage.text, "marks": marks}


def _row(hit: Any) -> list[Any]:
    return [getattr(hit, name) for name in _COLUMNS]


def _rows(rows: list[Any]) -> None:
    click.echo(csv_of(rows), nl=False)


def _batch(ask: How, path: Path, *, as_csv: bool) -> None:
    if as_csv:
        _rows([("query", "rank", *_COLUMNS)])
    with click.open_file(str(path), "rb") as stream:
        for raw in stream:
            if not raw.strip():
                continue
            identity, hits, error = _answer(ask, raw)
            if as_csv:
                _rows([(identity, rank, *_row(hit)) for rank, hit in enumerate(hits, 1)])
                if error:
                    say(f"{identity}: {error['message']}")
            else:
                answer = {"id": identity, "hits": [_line(hit) for hit in hits]}
                emit(answer | ({"error": error} if error else {}))


def _answer(ask: How, raw: bytes) -> tuple[Any, tuple[Any, ...], dict[str, Any] | None]:
    """The id of a query of a batch, its hits, and what is wrong with it."""
    from pipeline.errors import QuerySyntaxError

    identity: Any = None
    try:
        record = json.loads(raw)
        identity = record.get("id")
        return identity, ask(str(record["text"])).hits, None
    except QuerySyntaxError as error:
        return identity, (), {"message": error.message, "position": error.position, "suggestion": error.suggestion}
    except (ValueError, KeyError, AttributeError) as error:
        return identity, (), {"message": f"not a query line: {error}", "position": 0, "suggestion": ""}


def _advise(query: str) -> None:
    """Says what may have been meant otherwise."""
    from pipeline.query.advice import advice

    for offer in advice(query):
        said = f"«{offer.word}» was taken for a word"
        if offer.reason == "field":
            said = f"there is no field «{offer.word}»"
        elif offer.reason == "value":
            said = f"{offer.field}: has no «{offer.word}» but {', '.join(offer.known)}"
        say(said + (f"; did you mean: {offer.query}" if offer.query else ""))


def _show(results: Any) -> None:
    hits = results.hits or results.relaxed
    if results.suggestion:
        say(f"did you mean: {results.suggestion}")
    if not results.hits:
        say("no document has all of these words" + ("; these have some of them:" if hits else ""))
    for number, hit in enumerate(hits, 1):
        facts = " ".join(filter(None, [hit.language, day_of(hit.published, hit.language)]))
        click.echo(f"{number}. {isolated(marked(hit.title, hit.title_marks, 0))}" + (f"  [{facts}]" if facts else ""))
        click.echo(f"   {plain(hit.uri)}")
        for passage in hit.passages[:2]:
            click.echo(excerpt(passage, "   "))
        for copy in hit.copies:
            click.echo(f"   = {isolated(plain(copy.title))}  {plain(copy.uri)}")
    if results.hits:
        shown = len(results.hits)
        all_of_them = shown >= results.total
        say(f"{shown:,} of {results.total:,} documents" + ("" if all_of_them else "; more: --limit NUMBER"))
    if results.spellings():
        say("also matched: " + "، ".join(results.spellings()))
