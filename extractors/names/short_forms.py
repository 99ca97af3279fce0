"""Short forms of the organisations that a document names in full: by head, in quotation marks, in a headline."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import dropwhile, pairwise
from typing import NamedTuple

from extractors.names.candidates import Candidate, common, exacts
from extractors.names.clitics import bare
from extractors.names.stretches import lines, quotations
from extractors.organisations.gazetteer import cues, heads, names, nobodies, offices, stops, weak
from extractors.organisations.rules import is_common
from extractors.protocols import Passage
from extractors.sequences import in_order
from extractors.text.characters import ZWNJ

_SCORE, _QUOTED, _HEADLINE = 0.75, 0.75, 0.6
_LEAST_SCORE = 0.4
_LEAST_WORDS = 3
_MOST_QUOTED = 3
_LEAST = 3
_AND = "و"
_PRESENT = ("ت", "ی")
"""First letters of an Arabic verb in the present («تعلن», «يحذر»)."""

type Core = tuple[str, ...]


class Full(NamedTuple):
    """A name that is given in full: the core of its head, and those of the words after it."""

    head: str
    rest: Core


class Tail(NamedTuple):
    """The words of a full name behind its head, and those of which a short form has one."""

    rest: Core
    telling: frozenset[str]


def short_forms(passage: Passage, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The short forms of organisations that a document names in full; they may hold shorter names."""
    fulls = list(dict.fromkeys(_fulls(passage, found)))
    if fulls:
        yield from _headed(passage, fulls)
        yield from _tails(passage, fulls)


def _fulls(passage: Passage, found: Sequence[Candidate]) -> Iterator[Full]:
    for candidate in found:
        if candidate.label == "ORG" and candidate.score >= _LEAST_SCORE and candidate.last - candidate.first > 1:
            first, *rest = exacts(passage, candidate.first, candidate.last)
            yield Full(_core(_bare(passage, first)), tuple(map(_core, rest)))


def _bare(passage: Passage, exact: str) -> str:
    return bare(exact) if passage.language == "ar" else exact


@cache
def _core(exact: str) -> str:
    """A word without the Arabic article.

    >>> _core("للمحاسبین"), _core("الهییه"), _core("دانشگاه")
    ('محاسبین', 'هییه', 'دانشگاه')
    """
    return exact[2:] if exact.startswith(("ال", "لل")) and len(exact) > _LEAST + 1 else exact


def _headed(passage: Passage, fulls: Sequence[Full]) -> Iterator[Candidate]:
    """A head with words of its full name, in their order («هيئة المحاسبين», «مجتمع آموزشی»)."""
    fitting: Mapping[tuple[str, str], list[Tail]] = defaultdict(list)  # head and a word of its name → the names
    for full in fulls:
        if len(full.rest) + 1 >= _LEAST_WORDS and full.head in _head_cores(passage.language):
            tail = Tail(full.rest, _telling(full.rest, passage.language))
            for core in set(full.rest):
                fitting[full.head, core].append(tail)
    forms = nobodies().forms(passage.words) if fitting else []
    for at, (word, following) in enumerate(pairwise(passage.words)):
        known = fitting.get((_core(_bare(passage, word.exact)), _core(following.exact)), ())
        if known and not is_common(passage, at) and not nobodies().at(forms, at):
            last = max(_reach(passage, at, tail) for tail in known)
            if last > at + 1 and _is_definite(passage, at, last):
                yield Candidate(at, last, "ORG", _SCORE, "headed")


def _is_definite(passage: Passage, first: int, last: int) -> bool:
    """Whether an Arabic short form is of one body: «شركة تأمين» is of any."""
    if passage.language != "ar":
        return True
    words = exacts(passage, first, last)
    named = not common(words[-1], "ar") or names().at([words[-1]], 0) is not None
    return named or any(exact.startswith(("ال", "لل")) for exact in words)


@cache
def _head_cores(language: str) -> frozenset[str]:
    return frozenset(map(_core, heads(language)))


@cache
def _body_cores() -> frozenset[str]:
    return frozenset(map(_core, offices()))


def _telling(rest: Core, language: str) -> frozenset[str]:
    """The words of which a short form has one: the first that not any body has, and the last, if not common."""
    return frozenset((*_told(rest)[:1], *(word for word in rest[-1:] if not common(word, language))))


def _reach(passage: Passage, first: int, tail: Tail) -> int:
    """Where a short form ends that begins with a head; right after the head where it is none.

    It has the first word that not any body has («المحاسبين», not «العامة»), or the last, if not common.
    """
    end, left, had = first + 1, iter(tail.rest), list[str]()
    for at in range(first + 1, len(passage.words)):
        core = _core(passage.words[at].exact)
        if passage.between(at).strip(f" {ZWNJ}") or core in stops() or core not in left:
            break
        had.append(core)
        if core != _AND:
            end = at + 1
    return first + 1 if tail.telling.isdisjoint(had) else end


def _tails(passage: Passage, fulls: Sequence[Full]) -> Iterator[Candidate]:
    """Words of a full name without its head, in quotation marks («العدل»), or where a headline begins."""
    rests = [full.rest for full in fulls if full.head in _body_cores()]
    for first, last in quotations(passage):
        cores = tuple(map(_core, exacts(passage, first, last)))
        titled = first and passage.words[first - 1].exact in cues("titled")
        if last - first <= _MOST_QUOTED and not titled and any(_holds(rest, cores) for rest in rests):
            yield Candidate(first, last, "ORG", _QUOTED, "tail")
    if passage.language == "ar":
        yield from _headlines(passage, {_told(rest) for rest in rests})


def _holds(rest: Core, cores: Core) -> bool:
    return max(map(len, cores)) >= _LEAST and not weak().issuperset(cores) and in_order(cores, rest)


def _told(rest: Core) -> Core:
    """The words of a name from the first that not any body has («الدفاع المدني» of «المديرية العامة للدفاع المدني»)."""
    return tuple(dropwhile(weak().__contains__, rest))


def _headlines(passage: Passage, rests: set[Core]) -> Iterator[Candidate]:
    """«الدفاع المدني يحذر …», «الصحة: …» in the first line of a text that names the whole body."""
    line = next(lines(passage), None)
    if line is None:
        return
    cores = tuple(map(_core, exacts(passage, line.first, line.last)))
    for last in range(line.first + 1, min(line.first + _MOST_QUOTED, line.last - 1) + 1):
        short = cores[: last - line.first]
        definite = passage.words[line.first].exact.startswith("ال")
        if definite and short in rests and _goes_on(passage, last):
            yield Candidate(line.first, last, "ORG", _HEADLINE, "tail")
            return


def _goes_on(passage: Passage, at: int) -> bool:
    """Whether a colon or a verb in the present stands at a word."""
    exact = passage.words[at].exact
    return ":" in passage.between(at) or (exact.startswith(_PRESENT) and len(exact) > _LEAST)
