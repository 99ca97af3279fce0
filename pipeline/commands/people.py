"""``asnad users``, ``asnad keys`` and ``asnad collections``: who may see and do what, where."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from pipeline.commands.common import actor, emit, json_option, opened, or_said, plain_errors, say, workspace_option
from pipeline.commands.typed import DAY

_ROLES = ["viewer", "reviewer", "editor", "admin"]
_SCOPES = ["read", "decide", "write", "admin"]
_within = click.option(
    "--collection", "within", multiple=True, metavar="C", help="Only in this collection; may be given again."
)
_password = click.option(
    "--password-file",
    type=click.File(encoding="utf-8"),
    help="The password is the first line of this file (- is stdin); else it is asked for.",
)


def _password_of(file: Any) -> str:
    if file is None:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return str(file.readline().rstrip("\r\n"))


@click.group()
def users() -> None:
    """Make accounts, and say what each may do in which collection."""


@users.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), required=True, help="What NAME may do.")
@_within
@_password
@workspace_option
@plain_errors
def add_user(name: str, role: Any, within: tuple[str, ...], password_file: Any, workspace: Path | None) -> None:
    """Make an account NAME with a role in every collection, or in those given.

    A viewer reads, a reviewer also decides, an editor also ingests and deletes, an admin also sees to metrics.
    """
    password = _password_of(password_file)
    with opened(workspace) as space:
        space.accounts.add(actor(space), name, role, within, password)
    say(f"{name}: {role} of {', '.join(within) or 'every collection'}")


@users.command("list")
@workspace_option
@json_option
@plain_errors
def list_users(workspace: Path | None, as_json: bool) -> None:
    """List the accounts with their roles."""
    with opened(workspace, must_exist=True) as space:
        for user in or_said(space.accounts.users(actor(space)), "there are no accounts: asnad users add NAME"):
            if as_json:
                emit({"name": user.name, "roles": dict(user.roles), "at": user.at, "disabled_at": user.disabled_at})
            else:
                roles = ", ".join(f"{where}: {role}" for where, role in sorted(user.roles.items()))
                click.echo(f"{user.name}\t{roles}" + ("\tdisabled" if user.disabled_at else ""))


@users.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice([*_ROLES, "none"]))
@_within
@workspace_option
@plain_errors
def set_role(name: str, role: Any, within: tuple[str, ...], workspace: Path | None) -> None:
    """Give NAME another role in every collection, or in those given; none takes it away there."""
    with opened(workspace, must_exist=True) as space:
        space.accounts.set_role(actor(space), name, None if role == "none" else role, within)
    say(f"{name}: {role} of {', '.join(within) or 'every collection'}")


@users.command("disable")
@click.argument("name")
@click.option("--undo", is_flag=True, help="Open the account again.")
@workspace_option
@plain_errors
def disable(name: str, undo: bool, workspace: Path | None) -> None:
    """Shut the account NAME: its sessions end, its keys are good for nothing. What it decided stays."""
    with opened(workspace, must_exist=True) as space:
        space.accounts.disable(actor(space), name, disabled=not undo)
    say(f"{name}: {'open again' if undo else 'disabled'}")


@users.command("password")
@click.argument("name")
@_password
@workspace_option
@plain_errors
def set_password(name: str, password_file: Any, workspace: Path | None) -> None:
    """Give NAME another password; its sessions end."""
    password = _password_of(password_file)
    with opened(workspace, must_exist=True) as space:
        space.accounts.set_password(actor(space), name, password)
    say(f"{name}: the password was changed")


@click.group()
def keys() -> None:
    """Make and revoke API keys."""


@keys.command("add")
@click.argument("name")
@click.option("--scope", "scopes", type=click.Choice(_SCOPES), multiple=True, help="What it is good for.")
@_within
@click.option("--expires", type=DAY, help="The last day on which it is good.")
@workspace_option
@json_option
@plain_errors
def add_key(
    name: str,
    scopes: Any,
    within: tuple[str, ...],
    expires: date | None,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Make a key and print it, this once.

    It may what the user NAME may, as far as its scopes go; without a scope all of it. Where there is no user of that
    name the key stands alone: it may what its scopes say (read, unless others are given), in every collection or in
    those given.
    """
    with opened(workspace) as space:
        token = space.accounts.add_key(actor(space), name, scopes, within, expires)
    if as_json:
        emit({"name": name, "key": token})
    else:
        click.echo(token)
    say("keep it in a safe place: it is not shown again")


@keys.command("list")
@workspace_option
@json_option
@plain_errors
def list_keys(workspace: Path | None, as_json: bool) -> None:
    """List the keys: never what they are, only what they are good for."""
    with opened(workspace, must_exist=True) as space:
        for key in or_said(space.accounts.keys(actor(space)), "there are no keys: asnad keys add NAME"):
            row: dict[str, Any] = {"id": key.id, "name": key.name, "user": key.user, "roles": dict(key.roles)}
            row |= {"scopes": list(key.scopes), "at": key.at, "expires": key.expires, "revoked_at": key.revoked_at}
            if as_json:
                emit(row)
            else:
                over = f"revoked {key.revoked_at}" if key.revoked_at else f"until {key.expires}" if key.expires else ""
                click.echo(f"{key.id}\t{key.name}\t{', '.join(key.scopes)}\t{over}".rstrip())


@keys.command("revoke")
@click.argument("identity", metavar="ID")
@workspace_option
@plain_errors
def revoke(identity: str, workspace: Path | None) -> None:
    """Make the key ID, as ``asnad keys list`` names it, good for nothing."""
    with opened(workspace, must_exist=True) as space:
        space.accounts.revoke(actor(space), identity)
    say(f"{identity}: revoked")


@click.group()
def collections() -> None:
    """Show and make collections, the parts of the archive, and move documents between them."""


@collections.command("list")
@workspace_option
@json_option
@plain_errors
def list_collections(workspace: Path | None, as_json: bool) -> None:
    """List the collections with how many documents each has."""
    with opened(workspace, must_exist=True) as space:
        for one in space.collections.all(actor(space)):
            if as_json:
                emit({"name": one.name, "documents": one.documents, "user": one.user, "at": one.at})
            else:
                click.echo(f"{one.documents:>9,}  {one.name}")


@collections.command("add")
@click.argument("name")
@workspace_option
@plain_errors
def add_collection(name: str, workspace: Path | None) -> None:
    """Make a collection NAME; ``asnad ingest --collection NAME`` makes it too."""
    with opened(workspace) as space:
        space.collections.add(actor(space), name)
    say(f"{name}: there")


@collections.command("move")
@click.argument("name")
@click.argument("documents", nargs=-1, required=True, metavar="ID…")
@workspace_option
@json_option
@plain_errors
def move(name: str, documents: tuple[str, ...], workspace: Path | None, as_json: bool) -> None:
    """Move documents, by id, key or address, into the collection NAME."""
    with opened(workspace, must_exist=True) as space:
        moved = space.collections.move(actor(space), documents, name)
    if as_json:
        emit({"moved": moved})
    say(f"{moved:,} moved to {name}")


@collections.command()
@click.argument("name")
@click.option("--off", is_flag=True, help="One reviewer is enough again.")
@workspace_option
@plain_errors
def second(name: str, off: bool, workspace: Path | None) -> None:
    """Ask for two reviewers in the collection NAME: what one judged waits for another, without his word."""
    with opened(workspace, must_exist=True) as space:
        made = space.second.ask(actor(space), name, 1 if off else 2)
    say(f"{name}: {1 if off else 2} reviewers a mention; taken back by: asnad review undo {made.id}")
