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


def build(names: Sequence[str] = tuple(FACTORIES)) -> tuple[Extractor, ...]:
    """The extractors of these names; raises UnknownExtractor."""
    unknown = [name for name in names if name not in FACTORIES]
    if unknown:
        raise UnknownExtractor(f"no extractor is called {', '.join(unknown)}; there are {', '.join(FACTORIES)}")
    return tuple(FACTORIES[name]() for name in names)
