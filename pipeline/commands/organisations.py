"""``asnad organisations``: the bodies that documents and lists name."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpora.document import MAIN
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
        click.echo(f"  list    {plain(row.called or row.batch)}, row {row.row}: {plain(row.name)}")


@organisations.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--columns", default="", help="Which heading is which column: «name=عنوان,place=شهر».")
@click.option("--collection", default=MAIN, show_default=True, help="Into which collection.")
@click.option("--dry-run", is_flag=True, help="Say what the list would bring, and keep nothing.")
@workspace_option
@json_option
@plain_errors
def import_(file: Path, columns: str, collection: str, dry_run: bool, workspace: Path | None, as_json: bool) -> None:
    """Take a list of organisations in (CSV or XLSX): name, kind, place, number and whatever other columns it has."""
    from pipeline.organisations.databank import columns_given
    from pipeline.organisations.importing import STATES

    with opened(workspace, must_exist=True) as space:
        given = columns_given(columns)
        done = space.lists.bring(actor(space), file.read_bytes(), file.name, collection, given, dry=dry_run)
    if as_json:
        emit(done.record())
    else:
        for one in done.rows:
            if one.state == "doubtful":
                click.echo(plain(f"row {one.row.number}  {one.row.name}: may be {one.name}"))
        for wrong in done.wrong:
            click.echo(plain(f"row {wrong.row}  {wrong.said}: {wrong.why}"))
    would = "would be " if dry_run else ""
    said = (f"{done.states.get(state, 0):,} {would}{state}" for state in STATES)
    say(", ".join(said) + f", {len(done.wrong):,} wrong")
    if done.batch:
        say(f"pairs that may be the same: asnad entities suggest; all of it is taken back by: {_UNDO} {done.batch}")


_UNDO = "asnad organisations undo"


@organisations.command("lists")
@workspace_option
@json_option
@plain_errors
def lists(workspace: Path | None, as_json: bool) -> None:
    """Show the lists that were brought, the newest first, each with the BATCH that it is taken back by."""
    with opened(workspace, must_exist=True) as space:
        found = space.lists.lists(actor(space))
    if not found:
        say("no list was brought")
    for one in found:
        if as_json:
            emit(one.record())
        else:
            who = f"{one.collection}  {one.at[:10]}  {plain(one.user)}"
            click.echo(f"{one.batch}  {len(one.rows):>6,}  {who}  {plain(one.called)}")


@organisations.command("export")
@click.argument("batch")
@workspace_option
@plain_errors
def export(batch: str, workspace: Path | None) -> None:
    """Print a list as CSV as it was brought, by the BATCH that ``asnad organisations lists`` prints."""
    from corpora.tabular import BOM, csv_of

    with opened(workspace, must_exist=True) as space:
        headings, rows = space.lists.get(actor(space), batch).table()
    click.echo(BOM + csv_of([headings, *rows]), nl=False)


@organisations.command("undo")
@click.argument("batch")
@workspace_option
@plain_errors
def undo(batch: str, workspace: Path | None) -> None:
    """Take a list back, by the BATCH that its import printed; what documents say stays."""
    with opened(workspace, must_exist=True) as space:
        say(f"taken back: {space.lists.undo(actor(space), batch):,} rows")


@organisations.command("say")
@click.argument("identity", metavar="ID")
@click.option("--kind", default="", help="What it is: ngo, company and so on.")
@click.option("--place", default="", help="The town or province where it is.")
@click.option("--parent", default="", help="The body that it is a unit of.")
@click.option("--collection", default=MAIN, show_default=True, help="In which collection that is said.")
@workspace_option
@plain_errors
def say_of(identity: str, collection: str, workspace: Path | None, **told: str) -> None:
    """Say of an organisation what its name does not; ``asnad review undo`` takes the printed decision back."""
    with opened(workspace, must_exist=True) as space:
        click.echo(space.lists.say(actor(space), identity, collection, told).id)
