"""``asnad read``: parses files without storing them."""

from pathlib import Path

import click

from pipeline.commands.common import WITH_FAILURES, emit, json_option, plain_errors, settings_of


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@json_option
@plain_errors
def read(paths: tuple[Path, ...], as_json: bool) -> None:
    """Parse files, print one JSON line a document, store nothing.

    A file that cannot be read gives a line {"uri","error":{"code","message"}}; the exit code is then 3.
    """
    from pipeline.ingest.sources.files import Walk, walk
    from pipeline.records import Failure
    from pipeline.sandbox.pool import ReaderPool
    from pipeline.sandbox.unpacking import Unpacker

    settings = settings_of(None)
    limits, failed = settings.limits(), False
    with ReaderPool(1, limits) as pool, Unpacker(limits) as unpack:
        how = Walk("", limits, unpack)
        for path in paths:
            for item in walk(path, how):
                answers = [(item, item)] if isinstance(item, Failure) else [*pool.submit(item), *pool.drain()]
                for _, answer in answers:
                    failed = failed or isinstance(answer, Failure)
                    emit(_line(answer))
    if failed:
        raise SystemExit(WITH_FAILURES)


def _line(answer: object) -> dict[str, object]:
    from corpora.document import Document
    from pipeline.records import Failure

    if isinstance(answer, Failure):
        return {"uri": answer.uri, "error": {"code": answer.code, "message": answer.message}}
    assert isinstance(answer, Document)
    return {
        "id": answer.id,
        "uri": answer.uri,
        "title": answer.title,
        "text": answer.body_text(),
        "language": answer.language,
        "published": answer.published or None,
        "flags": list(answer.flags),
        "pages": [[page.span.start, page.span.end] for page in answer.pages],
    }
