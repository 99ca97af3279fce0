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


def sentence_of(error: BaseException) -> Sentence:
    """What an error says: the sentence that it was raised with, or its message as one without values.

    >>> sentence_of(ValueError(Sentence("{given!r} is no number", given="ده"))).template
    '{given!r} is no number'
    """
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Sentence) else Sentence(str(error))
