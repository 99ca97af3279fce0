"""``asnad extract``: JSON lines in, JSON lines with mentions out."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from pipeline.commands.common import WITH_FAILURES, emit, json_option, plain_errors


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="[FILE…]")
@json_option
@plain_errors
def extract(files: tuple[Path, ...], as_json: bool) -> None:
    """Filter: JSON lines {"id","text","language"?,"published"?} in, with their mentions out, in the same order.

    Without files it reads standard input. The text is taken as all body. A line that is not such a record gives
    a line {"id","error":{"code","message"}}, and the exit code is then 3.
    """
    from extractors.registry import FACTORIES, build
    from pipeline.settings import Settings

    # the labels of this interface are fixed; quotations are in ``asnad export``
    settings, failed = Settings(), False
    extractors = build([name for name in FACTORIES if name != "quotes"], settings.heads())
    least = settings.least_scores()
    for number, line in enumerate(_lines(files), 1):
        try:
            record = json.loads(line)
            if not isinstance(record, dict) or not isinstance(record.get("text"), str):
                raise ValueError('it is not an object with a "text"')
        except (ValueError, RecursionError) as error:
            emit({"id": None, "error": {"code": "corrupt", "message": f"line {number}: {error}"}})
            failed = True
            continue
        emit(_extracted(record, extractors, least))
    if failed:
        raise SystemExit(WITH_FAILURES)


def _lines(files: tuple[Path, ...]) -> Iterator[bytes]:
    if not files:
        yield from (line for line in sys.stdin.buffer if line.strip())
    for path in files:
        with path.open("rb") as stream:
            yield from (line for line in stream if line.strip())


def _extracted(record: dict[str, Any], extractors: Any, least: Mapping[str, float]) -> dict[str, Any]:
    from corpora.ids import key_of_id
    from extractors.extraction import mentions_of
    from extractors.text.language import language_of
    from pipeline.annotate import day_of

    text = record["text"]
    language = record.get("language") or language_of(text)
    found = mentions_of(
        text,
        key=key_of_id("", str(record.get("id"))),
        language=language,
        published=day_of(str(record.get("published") or "")),
        extractors=extractors,
    )
    mentions = [
        {
            "label": m.label,
            "start": m.span.start,
            "end": m.span.end,
            "surface": m.surface,
            "value": dict(m.value),
            "score": m.score,
            "id": m.id,
        }
        for m in found
        if m.score >= least.get(m.label, 0.0)
    ]
    return {"id": record.get("id"), "language": language, "mentions": mentions}
