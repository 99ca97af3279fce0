"""Names looked up as sequences of lexical words, so that every spelling of a joint meets."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from extractors.text.segmenter import Word, words, words_of_each
from extractors.text.stemmer import stem

_JOINT = re.compile(f"[ {ZWNJ}]+")


class Match(NamedTuple):
    """Words ``[first, last)`` of a passage are the name of an entry."""

    first: int
    last: int
    entry: str


def in_order(few: Iterable[str], many: Iterable[str]) -> bool:
    """Whether the one's parts come in the other in this order, others between them or not.

    >>> in_order(["وزارت", "فناوری"], ["وزارت", "علوم", "فناوری"]), in_order("نا", "ان")
    (True, False)
    """
    rest = iter(many)
    return all(part in rest for part in few)


class Sequences:
    """A dictionary of names. ``stemmed`` compares stems, else exact forms.

    >>> names = Sequences([("تفاهم‌نامه", "mou")])
    >>> list(names.find(tuple(words(AlignedText.of("این تفاهم نامه")))))
    [Match(first=1, last=2, entry='mou')]
    """

    def __init__(self, entries: Iterable[tuple[str, str]], *, stemmed: bool = False) -> None:
        """Takes pairs of a name as written and what it stands for."""
        self._stemmed = stemmed
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        pairs = tuple(entries)
        cut = words_of_each([name for name, _ in pairs])
        self._add((tuple(self.forms(found)), entry) for found, (_, entry) in zip(cut, pairs, strict=True))

    @classmethod
    def of(cls, entries: Iterable[tuple[tuple[str, ...], str]]) -> "Sequences":
        """Takes names whose words were cut already, as exact forms."""
        made = cls(())
        made._add(entries)
        return made

    def _add(self, entries: Iterable[tuple[tuple[str, ...], str]]) -> None:
        for key, entry in entries:
            self._by_first[key[0]].append((key, entry))
        for options in self._by_first.values():
            options.sort(key=lambda option: -len(option[0]))

    def begins(self, form: str) -> bool:
        """Whether a name begins with a word."""
        return form in self._by_first

    def at(self, forms: list[str], index: int) -> Match | None:
        """The longest name that begins at a word."""
        for key, entry in self._by_first.get(forms[index], ()):
            if tuple(forms[index : index + len(key)]) == key:
                return Match(index, index + len(key), entry)
        return None

    def forms(self, passage: tuple[Word, ...]) -> list[str]:
        """What of each word is compared."""
        if self._stemmed:
            return [stem(word.exact) for word in passage]
        return [word.exact for word in passage]

    def find(self, passage: tuple[Word, ...]) -> Iterator[Match]:
        """The names in a passage, longest first at each place, none overlapping."""
        forms, index = self.forms(passage), 0
        while index < len(forms):
            match = self.at(forms, index) if self.begins(forms[index]) else None
            if match:
                yield match
            index = match.last if match else index + 1


class Joined(Sequences):
    """A dictionary of names whose parts may be joined or apart as the text likes («ایران ایر», «ایران‌ایر»).

    Nothing is parted that the name has in one piece: «دو و» is not «دوو».

    >>> names = Joined([("ایران‌ایر", "Iran Air"), ("دوو", "Daewoo")])
    >>> list(names.find(tuple(words(AlignedText.of("پرواز ایران ایر پس از دو و نیم ساعت")))))
    [Match(first=1, last=3, entry='Iran Air')]
    """

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """Takes pairs of a name as written and what it stands for."""
        super().__init__(())
        self._whole: dict[str, tuple[frozenset[int], str]] = {}
        self._begun: set[str] = set()
        for name, entry in entries:
            ends = list(accumulate(map(len, parts := _parts(name))))
            self._whole.setdefault("".join(parts), (frozenset(ends), entry))
            self._begun.update("".join(parts)[:end] for end in ends[:-1])

    def has_begun(self, forms: Iterable[str]) -> bool:
        """Whether a name goes on after these words."""
        return "".join(forms) in self._begun

    def begins(self, form: str) -> bool:
        """Whether a name, or a part of one, begins with a word."""
        return form in self._begun or form in self._whole

    def at(self, forms: list[str], index: int) -> Match | None:
        """The longest name that begins at a word."""
        if not self.begins(forms[index]):
            return None
        found, ends, so_far = None, set[int](), ""
        for last in range(index, len(forms)):
            so_far += forms[last]
            ends.add(len(so_far))
            allowed, entry = self._whole.get(so_far, (frozenset[int](), ""))
            if ends <= allowed:
                found = Match(index, last + 1, entry)
            if so_far not in self._begun:
                break
        return found


def _parts(name: str) -> list[str]:
    """The pieces of a name that are written apart or with a joint.

    >>> _parts("خبرگزاری ایران‌ایر")
    ['خبرگزاری', 'ایران', 'ایر']
    """
    folded, found = AlignedText.of(name), list[str]()
    for word in words(folded):
        pieces = _JOINT.split(folded.key[word.start : word.end])
        found += pieces if "".join(pieces) == word.exact else [word.exact]
    return found
