"""Sentences that can be said in another language: each remembers its template and the values that stand in it."""

from collections.abc import Collection, Mapping
from typing import Any, Self


class Sentence(str):
    """A sentence in English, as a text like any other, with the template and the values that it was made of.

    Programs read the English; a page looks the template up in its catalogue and puts the values in by itself. Of
    several values the commas are put in here.

    >>> told = Sentence("a kind is one of {kinds}", kinds=("mou", "contract"))
    >>> print(told, told.template, told.values["kinds"], sep=" / ")
    a kind is one of mou, contract / a kind is one of {kinds} / ('mou', 'contract')
    """

    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Self:
        """Takes a template as of ``str.format``; one without values may have braces of its own."""
        shown = {name: _listed(value) for name, value in values.items()}
        made = super().__new__(cls, template.format(**shown) if shown else template)
        made.template, made.values = template, values
        return made


def _listed(value: Any) -> Any:
    if isinstance(value, Collection) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return value


_LONGEST = 300
"""Letters of a value that is kept."""


def packed(sentence: Sentence) -> dict[str, Any]:
    """A sentence as JSON has it, so that it can be said in another language later; long values are cut.

    >>> told = Sentence("nothing is sent there: {reason}", reason=Sentence("port {port} is closed", port=25))
    >>> unpacked(packed(told)) == told, unpacked(packed(told)).values["reason"].template
    (True, 'port {port} is closed')
    """
    return {"template": sentence.template, "values": {name: _pack(one) for name, one in sentence.values.items()}}


def _pack(value: Any) -> Any:
    if isinstance(value, Sentence | BaseException):
        told = value if isinstance(value, Sentence) else sentence_of(value)
        return packed(told) if told.values else {"template": told.template[:_LONGEST], "values": {}}
    if isinstance(value, Collection) and not isinstance(value, str):
        return [_pack(one) for one in value]
    return value if isinstance(value, int | float) else str(value)[:_LONGEST]


def unpacked(record: Mapping[str, Any]) -> Sentence:
    """A sentence that was packed."""
    return Sentence(record["template"], **{name: _unpack(one) for name, one in record["values"].items()})


def _unpack(value: Any) -> Any:
    if isinstance(value, Mapping):
        return unpacked(value)
    return [_unpack(one) for one in value] if isinstance(value, list) else value


def sentence_of(error: BaseException) -> Sentence:
    """What an error says: the sentence that it was raised with, or its message as one without values.

    >>> sentence_of(ValueError(Sentence("{given!r} is no number", given="ده"))).template
    '{given!r} is no number'
    """
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Sentence) else Sentence(str(error))
