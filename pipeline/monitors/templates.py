"""How alerts are told, as somebody wrote it: texts with names of fields in braces, of which nothing is ever run.

A field is looked up in a table of texts and put in; there are no formats, attributes, conditions or loops in it, so
that a template can do no harm. A line of which every field is empty is left out.
"""

import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.errors import RefusedDecision
from pipeline.monitors.channels import tame

LONGEST = 4000
"""Letters of a template."""
HEAD_FIELDS = ("heading", "monitor", "count")
"""What may stand above the alerts: what the message is about, whose monitor it is of, and how many it tells."""
FIELDS = ("title", "monitor", "source", "passage", "link", "time", "published", "update", "names", "also", "count")
"""What may be told of each alert."""
RULE = "---"
"""The line under what stands once, above the alerts."""
DEFAULT = "{heading}\n---\n{title} {update}\n{names}\n{passage}\n{link}\n{also}"
"""How alerts are told where nobody wrote anything else."""

type Values = Mapping[str, str]
type Escape = Callable[[str], str]
type _Line = tuple[tuple[str, str], ...]
"""Pieces of a line: a text, and the field that follows it, "" where none does."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it was read: lines that stand once, and those that stand once an alert."""

    head: tuple[_Line, ...]
    item: tuple[_Line, ...]

    def heading(self, values: Values, literal: Escape = str) -> str:
        """What stands above the alerts; ``values`` are escaped, ``literal`` escapes what stands between them."""
        return _filled(self.head, values, literal)

    def told(self, values: Values, literal: Escape = str) -> str:
        """An alert, likewise."""
        return _filled(self.item, values, literal)


def _filled(lines: tuple[_Line, ...], values: Values, literal: Escape) -> str:
    return "\n".join(_said(line, values, literal) for line in lines if _says(line, values)).strip("\n")


def _says(line: _Line, values: Values) -> bool:
    fields = [name for _, name in line if name]
    return not fields or any(values[name] for name in fields)


def _said(line: _Line, values: Values, literal: Escape) -> str:
    return "".join(literal(text) + (values[name] if name else "") for text, name in line).rstrip()


@lru_cache(maxsize=256)
def template_of(text: str) -> Template:
    """Reads a template; raises RefusedDecision.

    >>> values = {"title": "سیل در گیلان", "link": "https://press.example/1", "names": ""}
    >>> print(template_of("*{title}*\\n{names}\\n{link}").told(values))
    *سیل در گیلان*
    https://press.example/1
    """
    if len(text) > LONGEST:
        raise RefusedDecision("a template has {longest} characters at most", longest=LONGEST)
    lines = (tame(text).strip() or DEFAULT).replace("\r\n", "\n").split("\n")
    ruled = next((number for number, line in enumerate(lines) if line.strip() == RULE), None)
    head, item = (lines[:ruled], lines[ruled + 1 :]) if ruled is not None else ([], lines)
    made = Template(tuple(_lines(head, HEAD_FIELDS)), tuple(_lines(item, FIELDS)))
    if not any(name in FIELDS for line in made.item for _, name in line):
        raise RefusedDecision("a template tells nothing without one of the fields {names}", names=_braced(FIELDS))
    return made


def _lines(lines: list[str], fields: tuple[str, ...]) -> Iterator[_Line]:
    for line in lines:
        try:
            pieces = list(string.Formatter().parse(line))
        except ValueError as error:
            raise RefusedDecision(
                "a brace of «{line}» is not closed, or nothing stands in it; a brace itself is written twice", line=line
            ) from error
        yield tuple((text, _field(name, spec, how, fields)) for text, name, spec, how in pieces)


def _field(name: str | None, spec: str | None, how: str | None, fields: tuple[str, ...]) -> str:
    if name is None:
        return ""
    if name not in fields or spec or how:
        written = name + (f"!{how}" if how else "") + (f":{spec}" if spec else "")
        raise RefusedDecision("there is no field {written!r} here, but {names}", written=written, names=_braced(fields))
    return name


def _braced(fields: tuple[str, ...]) -> list[str]:
    return [f"{{{name}}}" for name in fields]
