"""``asnad monitor template``: how finds of a monitor are told where they are sent."""

from pathlib import Path
from typing import TextIO

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option


@click.command()
@click.argument("name")
@click.argument("identity", metavar="ID")
@click.argument("file", type=click.File(encoding="utf-8-sig"), required=False)
@click.option("--preview", is_flag=True, help="Only print what it makes of the newest finds, or of a sample.")
@click.option("--default", "default", is_flag=True, help="Tell them as they are told without a template.")
@workspace_option
@json_option
@plain_errors
def template(
    name: str, identity: str, file: TextIO | None, preview: bool, default: bool, workspace: Path | None, as_json: bool
) -> None:
    """Print how finds of the monitor NAME are told to the destination ID, or tell them by FILE from now on.

    Fields are {title} {monitor} {source} {passage} {link} {time} {published} {update} {names} {also} {count}; a line of
    which all are empty is left out, a brace is written twice. What stands above a line --- is said once ({heading}
    {monitor} {count}), the rest for each find. Nothing in a template is run.
    """
    from pipeline.monitors.deliveries import Wanted
    from pipeline.monitors.templates import DEFAULT

    if file is not None and default:
        raise click.UsageError("give FILE or --default, not both")
    with opened(workspace, must_exist=True) as space:
        who = actor(space)
        one = next((one for one, _ in space.deliveries.all(who, name) if one.id == identity), None)
        if one is None:
            raise click.ClickException(f"nothing of {plain(name)} is sent to {plain(identity)}")
        written = DEFAULT if default else file.read() if file is not None else one.template or DEFAULT
        if preview:
            wanted = Wanted(one.kind, "", language=one.language, template=written)
            made = space.deliveries.preview(who, name, wanted)
        elif default or file is not None:
            space.deliveries.rewrite(who, identity, written)
            say("finds are told so from now on")
            return
    if preview:
        told = {"text": made.text, "html": made.html, "subject": made.subject}
        emit(told) if as_json else click.echo("\n".join(map(plain, made.text.split("\n"))))
    else:
        emit({"template": written}) if as_json else click.echo(written)
