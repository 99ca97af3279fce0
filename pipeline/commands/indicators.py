"""``asnad indicators``: how many of something, over time."""

from pathlib import Path

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option


@click.command()
@click.argument("unit")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@workspace_option
@json_option
@plain_errors
def indicators(unit: str, as_csv: bool, workspace: Path | None, as_json: bool) -> None:
    """Show the counts of UNIT («تفاهم‌نامه») in all documents by date, each with its sentence."""
    from pipeline.registry.indicators import csv_of_records, record_of

    with opened(workspace, must_exist=True) as space:
        space.indexing.sync()
        records = [record_of(point) for point in space.indicators(actor(space), unit)]
    if as_csv:
        click.echo(csv_of_records(records), nl=False)
        return
    if not records:
        say(f"no document counts «{plain(unit)}»")
    for record in records:
        if as_json:
            emit(record)
        else:
            day = (record["published"] or "          ")[:10]
            click.echo(f"{day}  {record['number']:>12,}  {plain(record['sentence'])}")
