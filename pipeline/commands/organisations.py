"""``asnad organisations``: the bodies that documents and lists name."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option

if TYPE_CHECKING:
    from pipeline.organisations.views import Organisation


@click.group(invoke_without_command=True)
@click.option(
    "--kind", default="", help="Only of this kind: ministry, municipality, ngo, university, company and so on."
)
@click.option("--place", default="", help="Only in this town or province.")
@click.option("--query", default="", help="Only those with these words in a name, in any spelling.")
@click.option("--collection", default="", help="Only what documents and lists of this collection name.")
@click.option("--agreements", is_flag=True, help="Only parties of an agreement of the register.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table that can be brought in again.")
@workspace_option
@json_option
@click.pass_context
@plain_errors
def organisations(
    context: click.Context,
    kind: str,
    place: str,
    query: str,
    collection: str,
    agreements: bool,
    as_csv: bool,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Show the organisations that documents and lists name, each once, with kind, place and how much is known of it."""
    from pipeline.organisations.describing import KINDS
    from pipeline.organisations.organisations import Asked

    if context.invoked_subcommand is not None:
        return
    if kind and kind not in KINDS:
        raise click.UsageError(f"a kind is one of {', '.join(KINDS)}")
    with opened(workspace, must_exist=True) as space:
        space.register.sync()
        found = space.organisations.find(actor(space), Asked(kind, place, query, collection, agreements))
    if as_csv:
        _table(found)
        return
    if not found:
        say("no document and no list names such an organisation")
    for one in found:
        if as_json:
            emit(one.record())
        else:
            where = plain(one.place.value) if one.place else "—"
            numbers = f"{one.documents:>6,}  {one.agreements:>4,}"
            click.echo(f"{one.id:16}  {one.kind.value:13}  {numbers}  {plain(one.name)}  {where}")


def _table(found: "list[Organisation]") -> None:
    from corpora.tabular import BOM, csv_of
    from pipeline.organisations.tables import columns, row_of

    headings = columns(found)
    click.echo(BOM + csv_of([headings]), nl=False)
    for one in found:
        click.echo(csv_of([row_of(one, headings)]), nl=False)


@organisations.command("show")
@click.argument("identity", metavar="ID")
@workspace_option
@json_option
@plain_errors
def show(identity: str, workspace: Path | None, as_json: bool) -> None:
    """Show one organisation: what it is, its units, persons, counts and agreements, each with what says so."""
    with opened(workspace, must_exist=True) as space:
        space.register.sync()
        page = space.organisations.page(actor(space), identity)
    if as_json:
        emit(page.record())
        return
    one = page.organisation
    place = f"  {plain(one.place.value)}" if one.place else ""
    click.echo(f"{plain(one.name)}  {one.kind.value}{place}")
    say(f"{one.documents:,} documents, {one.agreements:,} agreements, {len(one.rows):,} rows of lists")
    for unit in page.units:
        click.echo(f"  unit    {plain(unit.name)}")
    for told in page.told:
        fact = told.fact
        said = f"{fact.name}, {fact.role}" if fact.what == "person" else f"{fact.number:g} {fact.unit}"
        click.echo(f"  {fact.what:6}  {plain(said)}: {plain(told.text)}")
    for entry in page.agreements:
        click.echo(f"  {entry.kind.value:9}  {entry.id}  {' · '.join(plain(party.name) for party in entry.parties)}")
    for row in one.rows:
        click.echo(f"  list    {plain(row.list or row.batch)}, row {row.row}: {plain(row.name)}")
