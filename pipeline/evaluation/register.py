"""Measures entries of the register on annotated articles: aligned one to one, then scored field by field.

An entry and an annotated agreement are alike by where they stand and by their parties; the best pairs come first. What
the annotators left open (``soft``) is neither right nor wrong, nor is a second entry of several told in one statement.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpora.document import Document, Span
from extractors.agreements.candidates import Candidate, Party
from extractors.names.identity import stems_of
from pipeline.evaluation.data import Figures, annotated_news, rows

_HALF = frozenset(
    stem
    for word in "وزارت وزارة سازمان هيئة شركة شرکت جامعة دانشگاه حكومة دولت جمهورية جمهوری مؤسسة اداره مملكة".split()
    for stem in stems_of(word)
)
"""Heads of names that many bodies share count half."""
_SAME, _ALIGNED = 0.5, 0.4
type Gold = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """What was right of what, by name."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, *, right: bool) -> None:
        """One more."""
        self.of[name] += 1
        self.right[name] += right

    def share(self, name: str) -> float:
        """The share of right ones; 1 of none."""
        return self.right[name] / self.of[name] if self.of[name] else 1.0


def weighted(name: str) -> Mapping[str, float]:
    """The stems of a name with their weights."""
    return {stem: 0.5 if stem in _HALF else 1.0 for stem in stems_of(name) if stem != "و"}


def likeness(one: str, other: str) -> float:
    """The share of the words of two names that both have, 0…1."""
    first, second = weighted(one), weighted(other)
    both = first.keys() & second.keys()
    every = {**first, **second}
    return sum(every[stem] for stem in both) / sum(every.values()) if every else 0.0


def is_party(found: Party, gold: Gold) -> bool:
    """Whether a party is the annotated one, by any of its names."""
    names = [gold["surface"], gold["norm"], *(gold.get("also") or ())]
    return any(likeness(mine, name) >= _SAME for mine in (found.name, found.surface) for name in names)


def score(found: Sequence[Candidate], gold: Sequence[Gold], tally: Tally, *, trap: bool = False) -> None:
    """Adds what one article's entries are worth."""
    if trap:
        tally.add("trap", right=not found)
    pairs = sorted(
        ((_similar(one, other), i, j) for i, one in enumerate(found) for j, other in enumerate(gold)), reverse=True
    )
    mine, theirs = dict[int, int](), dict[int, int]()
    for similar, i, j in pairs:
        if similar >= _ALIGNED and i not in mine and j not in theirs:
            mine[i], theirs[j] = j, i
    open_ended = [j for j, one in enumerate(gold) if one.get("soft") or one.get("several") or one.get("count")]
    for i, one in enumerate(found):
        neutral = any(_similar(one, gold[j]) >= _ALIGNED for j in open_ended if i not in mine)
        if neutral or (i in mine and gold[mine[i]].get("soft")):
            continue
        tally.add("precision", right=i in mine)
    for j, other in enumerate(gold):
        if other.get("soft"):
            continue
        tally.add("recall", right=j in theirs)
        if j in theirs:
            _fields(found[theirs[j]], other, tally)


def _similar(found: Candidate, gold: Gold) -> float:
    places = [Span(*place) for place in (gold["evidence"], *(gold.get("mentions") or ()))]
    spans = (found.evidence, *found.mentions)
    touching = any(one.overlaps(other) for one in spans for other in places)
    right, wrong, missed = _parties(found, gold)
    f = 2 * right / (2 * right + wrong + missed) if right + wrong + missed else 0.5
    kind = found.kind.value in (gold["kind"], *(gold.get("kind_also") or ()))
    return 0.45 * touching + 0.45 * f + 0.1 * kind


def _parties(found: Candidate, gold: Gold) -> tuple[int, int, int]:
    hard = [one for one in gold["parties"] if not one.get("soft")]
    met = [one for one in hard if any(is_party(party, one) for party in found.parties)]
    wrong = [party for party in found.parties if not any(is_party(party, one) for one in gold["parties"])]
    return len(met), len(wrong), len(hard) - len(met)


def _fields(found: Candidate, gold: Gold, tally: Tally) -> None:
    tally.add("kind", right=found.kind.value in (gold["kind"], *(gold.get("kind_also") or ())))
    right, wrong, missed = _parties(found, gold)
    tally.right["party precision"] += right
    tally.of["party precision"] += right + wrong
    tally.right["party recall"] += right
    tally.of["party recall"] += right + missed
    signed = found.signed.value.iso if found.signed else None
    if gold["signed"]:
        tally.add("signed", right=signed == gold["signed"])
    elif not gold.get("signed_soft"):
        tally.add("not invented", right=signed is None)
    state = found.state in (gold["state"], *(gold.get("state_also") or ()))
    tally.add("state", right=state)
    if gold["state"] != "signed":
        tally.add("other states", right=state)
    if gold["duration"]:
        tally.add("duration", right=found.duration is not None and found.duration.value == gold["duration"])
    if gold["amount"]:
        amount = found.amount.value.amount if found.amount else None
        tally.add("amount", right=amount == gold["amount"]["amount"])
    if gold["count"]:
        tally.add("count", right=found.count is not None and found.count.value.number == gold["count"])


def f1(tally: Tally, precision: str, recall: str) -> float:
    """The harmonic mean of two shares."""
    first, second = tally.share(precision), tally.share(recall)
    return 2 * first * second / (first + second) if first + second else 0.0


def figures_of(tally: Tally, language: str) -> Figures:
    """The figures of a language by name."""
    figures = {
        f"{language} entries F1": f1(tally, "precision", "recall"),
        f"{language} entries precision": tally.share("precision"),
        f"{language} entries recall": tally.share("recall"),
        f"{language} parties F1": f1(tally, "party precision", "party recall"),
    }
    for name in ("kind", "signed", "not invented", "state", "other states", "duration", "amount", "count"):
        if tally.of[name]:
            figures[f"{language} {name} right" if name != "not invented" else f"{language} signed not invented"] = (
                tally.share(name)
            )
    figures[f"{language} traps left alone"] = tally.share("trap")
    return figures


def register(data: Path) -> Figures:
    """The figures of both languages on the development articles, then those on articles of our own annotation."""
    read = _reader()
    tallies = {name: Tally() for name in ("fa", "ar", "fa own", "ar own")}
    for language in ("fa", "ar"):
        for row in rows(data / "gold" / f"agreements_{language}_dev.jsonl"):
            score(read(row, row["text"]), row["agreements"], tallies[language], trap=bool(row["trap"]))
    if (data / "news").is_dir():
        for row, text in annotated_news(data, "agreements"):
            gold = [_with_surfaces(one, text) for one in row["agreements"]]
            score(read(row, text), gold, tallies[f"{row['language']} own"], trap=row["trap"])
    figures: Figures = {}
    for name, tally in tallies.items():
        figures |= figures_of(tally, name) if tally.of else {}
    return figures


def _reader() -> Callable[[Gold, str], list[Candidate]]:
    from extractors.agreements.reader import candidates
    from pipeline.annotate import annotate, in_use

    extractors = in_use()

    def read(row: Gold, text: str) -> list[Candidate]:
        key, published = str(row.get("id", "")), row["published"] or ""
        made = Document(key, key, "", text, language=row["language"], published=published)
        return candidates(annotate(made, extractors))

    return read


def _with_surfaces(gold: Gold, text: str) -> Gold:
    """An agreement that is annotated by places alone, with what stands there."""
    parties = [{**one, "surface": text[one["start"] : one["end"]]} for one in gold["parties"] if one.get("end")]
    return {**gold, "parties": parties}
