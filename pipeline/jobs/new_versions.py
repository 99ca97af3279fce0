"""A changed file that was sent again: a person says that it is a new version of an earlier document."""

from collections.abc import Mapping, Sequence

from pipeline.errors import DocumentNotFound
from pipeline.jobs.uploads import name_of
from pipeline.people.principal import Principal
from pipeline.store import same_name
from pipeline.store.same_name import Earlier
from pipeline.workspace import Workspace


def offered(workspace: Workspace, who: Principal, keys: Sequence[str]) -> Mapping[str, Earlier]:
    """Key → the one document that somebody may make it a new version of, as ``same_name.earlier`` finds it."""
    with workspace.store.engine.connect() as connection:
        return same_name.earlier(connection, keys, who.within("editor"))


def keep_version(workspace: Workspace, who: Principal, key: str, of: str) -> str:
    """Makes a job that reads the bytes of a document as a new version of another, and then sets it aside.

    Gives the job's id. Raises DocumentNotFound where that is not what was offered; Forbidden.
    """
    earlier = offered(workspace, who, [key]).get(key)
    if earlier is None or earlier.key != of:
        raise DocumentNotFound("{key} is no new version of {other}", key=key, other=of)
    document, old = workspace.document(who, key), workspace.document(who, of)
    name, blob = name_of(document.uri), workspace.store.blob_of(key)
    detail = {"name": name, "files": [[name, blob, 0]], "source": old.source, "language": document.language}
    more = {"expected": 1, "uri": old.uri, "instead": key}
    return workspace.add_job(who, "upload", {**detail, **more}, old.collection)
