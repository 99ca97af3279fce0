"""The folder of a workspace: what is in it is for its owner alone."""

import logging
import os
from pathlib import Path

from pipeline.errors import WorkspaceError

log = logging.getLogger(__name__)

_OWNER, _OTHERS = 0o700, 0o007


def private_folder(folder: Path) -> None:
    """Makes the folder, and shuts one that was made before for everybody; raises WorkspaceError.

    A folder that its owner opened to a group stays so, and one that holds no store yet is not ours to change.
    """
    try:
        folder.mkdir(mode=_OWNER, parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"the workspace {folder} cannot be made: {error.strerror}") from error
    if not is_open(folder):
        return
    try:
        folder.chmod(_OWNER)
        log.info("the workspace %s is shut for other users of this machine", folder)
    except OSError as error:
        log.warning("other users of this machine can read the workspace %s: %s", folder, error.strerror)


def is_open(folder: Path) -> bool:
    """Whether any user of this machine can read a workspace."""
    try:
        return (folder / "store.db").exists() and os.name == "posix" and bool(folder.stat().st_mode & _OTHERS)
    except OSError:
        return False
