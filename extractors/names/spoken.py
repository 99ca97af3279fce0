"""What an entity of the gazetteer is called in a language: «الهند» is «هند» on a Persian page, "India" elsewhere.

Names stand in our own tables, of countries and capitals also in Unicode CLDR; where none is known to be of the language
the name stays as it was met.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from corpora.tables import table
from extractors.names.naming import place_value
from extractors.names.places import key
from extractors.text.lexicon import key_of

type Written = tuple[str, ...]

_ARTICLE, _FEMININE = "ال", "ة"
LETTERS = {
    "fa": re.compile(r"[ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآئءؤأًٔ-ْ()،\-\s\N{ZERO WIDTH NON-JOINER}]+"),
    "ar": re.compile(r"[ابتثجحخدذرزسشصضطظعغفقكلمنوهيآئءؤأإةىً-ْ()،\-\s]+"),
}
"""What names are written with in a language."""


class Place(NamedTuple):
    """A place of the tables: its English name and its country."""

    english: str
    country: str


@lru_cache(maxsize=65536)
def called(language: str, label: str, name: str, english: str = "") -> str:
    """The name of a place or an organisation in a language; the name itself where the tables do not know it by that.

    A name that a person gave, which the tables do not have, stays.

    >>> called("fa", "PLACE", "الهند", "India"), called("ar", "PLACE", "تهران", "Tehran")
    ('هند', 'طهران')
    >>> called("en", "PLACE", "طهران", "Tehran"), called("fa", "ORG", "الأمم المتحدة", "United Nations")
    ('Tehran', 'سازمان ملل متحد')
    >>> called("fa", "PLACE", "شبه‌قارهٔ هند", "India"), called("fa", "PERSON", "علي")
    ('شبه‌قارهٔ هند', 'علي')
    """
    if label == "PLACE" and key(name):
        return _place(language, name, english)
    return _organisation(language, name, english) if label == "ORG" and english else name


def _organisation(language: str, name: str, english: str) -> str:
    known = _bodies().get(english, ())
    if name not in {one for _, one in known}:
        return name
    if language == "en":
        return english
    own = [one for spoken, one in known if spoken == language]
    return name if name in own or not own else own[0]


@cache
def _bodies() -> Mapping[str, Sequence[tuple[str, str]]]:
    """English name of a body → its names, each with its language."""
    found = defaultdict[str, list[tuple[str, str]]](list)
    for row in table("organisations"):
        if row["en"]:
            found[row["en"]].append((row["language"], row["name"]))
    return found


def _place(language: str, name: str, english: str) -> str:
    said = [place_value(key(name), spoken) for spoken in ("fa", "ar")]
    there = {Place(one["english"], one["country"]) for one in said if "english" in one}
    there = {one for one in there if one.english == (english or one.english)}
    if len(there) != 1:
        return name
    (place,) = there
    if language == "en":
        return place.english
    own, other = _own(place, language), _own(place, "ar" if language == "fa" else "fa")
    if name in own:
        return name
    if own and (_is_foreign(name, language) or name in other):
        return own[0] if _is_it(own[0], place) else name
    return _likely(place, name, language)


def _is_it(name: str, place: Place) -> bool:
    """Whether a name leads back to the place, and to no other («الجزائر» is the country and the town)."""
    said = [place_value(key(name), spoken) for spoken in LETTERS]
    return {Place(one["english"], one["country"]) for one in said if "english" in one} == {place}


def _is_foreign(name: str, language: str) -> bool:
    return not LETTERS[language].fullmatch(name) or (language == "fa" and name.startswith(_ARTICLE))


def _likely(place: Place, name: str, language: str) -> str:
    """The name of a place that is the same one but for its article and last letter, as a language writes it."""
    if not _is_foreign(name, language) and (language == "fa" or name.startswith(_ARTICLE)):
        return name
    same = [one for one in _written().get(place, ()) if _bare(one) == _bare(name) and not _is_foreign(one, language)]
    if language == "ar" and not _is_foreign(name, language):
        same = [one for one in same if one.startswith(_ARTICLE)]
    best = max(same, key=lambda one: (_FEMININE in one, one.startswith(_ARTICLE)), default=name)
    return best if _is_it(best, place) else name


def _bare(name: str) -> str:
    return key_of(name).removeprefix(_ARTICLE).removesuffix("ء")


@cache
def _written() -> Mapping[Place, Written]:
    """Place → all that it is called in the tables."""
    found = defaultdict[Place, list[str]](list)
    for row in table("place_names"):
        found[Place(row["en"], row["country"])].append(row["word"])
    return {place: tuple(words) for place, words in found.items()}


@cache
def _own(place: Place, language: str) -> Written:
    """The names of a place that are known to be those of a language, the most usual first."""
    there = {key(word) for word in _written().get(place, ())}
    listed = _listed(language)
    held = [word for word in listed if key(word) in there]
    return tuple(dict.fromkeys([*held, *_of_cldr(language).get(place, ())]))


@cache
def _listed(language: str) -> Written:
    """The places of our own list in a language, countries first."""
    rows = [row for row in table("places") if row["language"] == language and not row["doubtful"]]
    return tuple(row["word"] for row in sorted(rows, key=lambda row: row["kind"] != "country"))


@cache
def _of_cldr(language: str) -> Mapping[Place, Written]:
    """Countries, and the towns that time zones are named after, as Unicode CLDR has them in a language."""
    from babel import Locale
    from babel.core import get_global

    locale, found = Locale.parse(language), dict[Place, Written]()
    english = Locale.parse("en").territories
    for code, name in locale.territories.items():
        if code.isalpha() and code in english:
            found[Place(str(english[code]), str(code))] = (str(name),)
    zones = get_global("zone_territories")
    for zone, said in locale.time_zones.items():
        town = Place(str(zone).rpartition("/")[2].replace("_", " "), str(zones.get(zone, "")))
        if town in _written() and "city" in said:
            found[town] = (str(said["city"]),)
    return found
