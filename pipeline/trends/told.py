"""Stories by day and by the names that they tell of: what trends are counted from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from pipeline.trends.statistics import evidence

_SURE = 15.13
"""G² that comes about by chance once in ten thousand times; thousands of names are looked at."""
_LEAST = 3
"""Stories that must tell of a name, or of two together."""
_PAIRED = 200
"""Names, those in most stories first, of which pairs are looked at."""
_NAMES = 40
"""Names of one document, beyond which it is a list in which nobody meets anybody."""

type Pair = tuple[str, str]
type Found[K] = dict[K, tuple[int, int, float]]
"""What is told of more than before → its stories now and before, and how sure that is."""


def day_of(text: str) -> date:
    """A day, the first of a month or year of which no day is known.

    >>> day_of("2025-07-23"), day_of("2025-07"), day_of("2025")
    (datetime.date(2025, 7, 23), datetime.date(2025, 7, 1), datetime.date(2025, 1, 1))
    """
    return date.fromisoformat(text if len(text) > len("2025-07") else (text + "-01-01")[: len("2025-07-23")])


@dataclass(frozen=True, slots=True)
class Told:
    """Some documents, with the story and the day of each; a story is one however many documents tell it."""

    story: dict[str, int] = field(default_factory=dict)
    day: dict[str, date] = field(default_factory=dict)
    _by_day: dict[date, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, documents: Iterable[tuple[str, int | None, date]]) -> "Told":
        """From keys, stories and days; a document that was given no story tells its own."""
        made = cls()
        for at, (key, given, day) in enumerate(documents):
            story = -1 - at if given is None else given
            made.story[key], made.day[key] = story, day
            made._by_day[day].add(story)
        return made

    def stories(self, first: date, last: date) -> set[int]:
        """The stories told from one day to another, both included."""
        days = (first + timedelta(days=at) for at in range((last - first).days + 1))
        return set[int]().union(*(self._by_day.get(day, ()) for day in days))

    def since(self, first: date) -> list[str]:
        """The documents of a day and later ones."""
        return [key for key, day in self.day.items() if day >= first]


class Shares:
    """In how many stories names are told of, alone and two together, from a day on (now) and before it."""

    def __init__(self, told: Told, names: Mapping[str, Set[str]], first: date) -> None:
        """Takes the documents, and which names each has."""
        self._told, self._names, self._first = told, names, first
        self._alone: tuple[dict[str, set[int]], dict[str, set[int]]] = (defaultdict(set), defaultdict(set))
        self._begun: dict[str, date] = {}
        everything: tuple[set[int], set[int]] = (set(), set())
        for key, story in told.story.items():
            day = told.day[key]
            everything[day < first].add(story)
            for name in names.get(key, ()):
                self._alone[day < first][name].add(story)
                if day >= first:
                    self._begun[name] = min(day, self._begun.get(name, day))
        self.now, self.before = map(len, everything)

    def since(self, name: str) -> date:
        """The first day, of those from now on, on which a name is told of."""
        return self._begun[name]

    def rising(self, most: int) -> Found[str]:
        """The names that a greater share of stories tells of than before, the surest first."""
        return self._found(*self._alone, most)

    def together(self, most: int) -> Found[Pair]:
        """The same of pairs of the names that most stories tell of."""
        now = self._alone[0]
        often = set(sorted(now, key=lambda name: (-len(now[name]), name))[:_PAIRED])
        pairs: tuple[dict[Pair, set[int]], dict[Pair, set[int]]] = (defaultdict(set), defaultdict(set))
        for key, names in self._names.items():
            if len(names) <= _NAMES:
                for pair in combinations(sorted(often.intersection(names)), 2):
                    pairs[self._told.day[key] < self._first][pair].add(self._told.story[key])
        return self._found(*pairs, most)

    def _found[K](self, now: Mapping[K, Set[int]], before: Mapping[K, Set[int]], most: int) -> Found[K]:
        return dict(sorted(self._sure(now, before), key=lambda pair: -pair[1][2])[:most])

    def _sure[K](
        self, now: Mapping[K, Set[int]], before: Mapping[K, Set[int]]
    ) -> Iterator[tuple[K, tuple[int, int, float]]]:
        for name, stories in now.items():
            many, earlier = len(stories), len(before.get(name, ()))
            sure = evidence(many, self.now, earlier, self.before) if many >= _LEAST else 0.0
            if sure >= _SURE:
                yield name, (many, earlier, sure)
