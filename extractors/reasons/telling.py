"""An extractor that tells of each find why it was found, in places of the text."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from corpora.document import Span
from extractors.errors import UnknownExtractor
from extractors.protocols import Extractor, Found, Passage
from extractors.reasons.reason import Clue, Reason, Teller


def _dates(_: Extractor) -> Teller:
    from extractors.reasons.dates import told

    return told


def _counts(_: Extractor) -> Teller:
    from extractors.reasons.counts import told

    return told


def _agreements(_: Extractor) -> Teller:
    from extractors.reasons.agreements import told

    return told


def _names(extractor: Extractor) -> Teller:
    from extractors.names.extractor import NameExtractor
    from extractors.reasons.names import told

    return partial(told, extractor=extractor if isinstance(extractor, NameExtractor) else None)


def _quotes(_: Extractor) -> Teller:
    from extractors.reasons.quotes import told

    return told


TELLERS: dict[str, Callable[[Extractor], Teller]] = {
    "dates": _dates,
    "counts": _counts,
    "agreements": _agreements,
    "names": _names,
    "quotes": _quotes,
}
"""Name of an extractor → what finds the same as it, with reasons."""


class Telling:
    """An extractor that finds what another does, and can say why."""

    def __init__(self, extractor: Extractor) -> None:
        """Takes an extractor of the registry; raises UnknownExtractor for another."""
        if extractor.name not in TELLERS:
            raise UnknownExtractor(f"nothing tells why {extractor.name} finds what it finds")
        self.name, self.version = extractor.name, extractor.version
        self._tell = TELLERS[extractor.name](extractor)
        self._why: dict[tuple[str, Span], Callable[[], tuple[Reason, ...]]] = {}

    def extract(self, passage: Passage, earlier: Sequence[Found]) -> list[Found]:
        """What the extractor finds, in its order."""
        found = []
        for item, reasons in self._tell(passage, earlier):
            place = passage.folded.span(item.start, item.end)
            self._why[item.label, place] = partial(_placed, passage, reasons)
            found.append(item)
        return found

    def why(self, label: str, place: Span) -> tuple[Reason, ...]:
        """The reasons of a find, by its label and its place in the text; none of what it did not find."""
        reasons = self._why.get((label, place))
        return reasons() if reasons else ()


def _placed(passage: Passage, reasons: Callable[[], Iterable[Reason]]) -> tuple[Reason, ...]:
    """Reasons with their places in the text instead of the folded one."""
    return tuple(one._replace(clues=tuple(_in_text(passage, one.clues))) for one in reasons())


def _in_text(passage: Passage, clues: Iterable[Clue]) -> Iterator[Clue]:
    return (one._replace(span=passage.folded.span(one.span.start, one.span.end)) for one in clues)
