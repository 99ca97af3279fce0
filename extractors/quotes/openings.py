"""Where a quotation is opened, by what, and who is said to speak."""

from typing import NamedTuple

from extractors.quotes.speakers import Speaker

LAST = None
"""The speaker of a quotation whose subject is a pronoun, or is left out: whoever spoke last."""


class Opening(NamedTuple):
    """The words of a quotation begin at ``at``; ``first`` is where what opens it begins.

    ``form`` is ``colon``, ``signs``, ``that``, ``while`` (as far as ``end``), ``rest`` (of a sentence, as far as
    ``end``), ``before`` (words ``[at, end)`` in front of it), ``headline`` or ``heard`` (somebody spoke, and nothing is
    quoted). ``initial`` says that it begins a sentence or a clause of its own, so that it ends what was said before.
    """

    first: int
    at: int
    form: str
    end: int = -1
    speaker: Speaker | None = None
    initial: bool = False
    gender: str = ""
    """Of an Arabic verb whose subject is left out, f or m."""

    def by(self, speaker: Speaker | None, *, initial: bool, gender: str = "") -> "Opening":
        """The same, said by somebody."""
        return self._replace(speaker=speaker, initial=initial, gender=gender)
