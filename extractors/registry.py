"""Every extractor by name, in the order they run; a later one sees what earlier ones found."""

from collections.abc import Callable, Sequence

from extractors.errors import UnknownExtractor
from extractors.protocols import Extractor


def _dates() -> Extractor:
    from extractors.dates.extractor import DateExtractor

    return DateExtractor()


def _counts() -> Extractor:
    from extractors.counts.extractor import CountExtractor

    return CountExtractor()


def _agreements() -> Extractor:
    from extractors.agreements.extractor import AgreementExtractor

    return AgreementExtractor()


def _names() -> Extractor:
    from extractors.names.extractor import NameExtractor

    return NameExtractor()


def _quotes() -> Extractor:
    from extractors.quotes.extractor import QuoteExtractor

    return QuoteExtractor()


FACTORIES: dict[str, Callable[[], Extractor]] = {
    "dates": _dates,
    "counts": _counts,
    "agreements": _agreements,
    "names": _names,
    "quotes": _quotes,
}


def build(names: Sequence[str] = tuple(FACTORIES), heads: tuple[bytes, ...] = ()) -> tuple[Extractor, ...]:
    """The extractors of these names, that of names with what ``heads`` were taught, if any.

    Raises UnknownExtractor and, for heads that do not fit, NoModel.
    """
    unknown = [name for name in names if name not in FACTORIES]
    if unknown:
        raise UnknownExtractor(f"no extractor is called {', '.join(unknown)}; there are {', '.join(FACTORIES)}")
    return tuple(_taught(heads) if heads and name == "names" else FACTORIES[name]() for name in names)


def _taught(heads: tuple[bytes, ...]) -> Extractor:
    from extractors.names.heads import taught

    return taught(heads)
