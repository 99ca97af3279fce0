"""``asnad indicators``: how many of something, over time."""

import csv
import io
from pathlib import Path
from typing import Any

import click

from pipeline.commands.common import emit, json_option, opened, plain_errors, workspace_option

COLUMNS = ("published", "number", "min", "max", "modifier", "unit", "id", "uri", "start", "end", "sentence")


def row(point: Any) -> dict[str, Any]:
    """A point as a record; ``start`` and ``end`` are code points of the document's text."""
    value, span = point.mention.value, point.mention.span
    return {
        "published": point.document.published or None,
        "number": value["number"],
        "min": value.get("min"),
        "max": value.get("max"),
        "modifier": value["modifier"],
        "unit": value["unit"],
        "id": point.document.id,
        "uri": point.document.uri,
        "start": span.start,
        "end": span.end,
        "sentence": point.text,
    }


def rows_of_csv(records: list[dict[str, Any]]) -> str:
    """Records as CSV with a header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode("utf-8", "replace").decode()


@click.command()
@click.argument("unit")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@workspace_option
@json_option
@plain_errors
def indicators(unit: str, as_csv: bool, workspace: Path | None, as_json: bool) -> None:
    """Show the counts of UNIT («تفاهم‌نامه») in all documents by date, each with its sentence."""
    with opened(workspace, must_exist=True) as space:
        space.indexing.sync()
        records = [row(point) for point in space.indicators(unit)]
    if as_csv:
        click.echo(rows_of_csv(records), nl=False)
        return
    for record in records:
        if as_json:
            emit(record)
        else:
            day = (record["published"] or "          ")[:10]
            click.echo(f"{day}  {record['number']:>12,}  {record['sentence'].replace(chr(10), ' ')}")
