"""Learning from decisions: judgements are made up from annotated data, and what is learnt is measured on other texts.

``python -m benchmarks.learning DATA``: sentences of a corpus are put together as documents; of some of them a reviewer
judges 60 % of the finds by the annotation, and adds half of what no find touches. The others nobody judges.
"""

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.document import Document, Mention, Span
from corpora.ids import digest
from extractors.registry import build
from extractors.scoring import Score
from pipeline.annotate import annotate
from pipeline.evaluation.decisions import Judged, Place
from pipeline.training.decided import LABELS
from pipeline.training.labelled import CORPORA, Corpus, annotated
from pipeline.training.learning import learn

SENTENCES = 6
"""Of a document."""
LOOKED, ADDED = 0.6, 0.5


@dataclass(frozen=True, slots=True)
class Trial:
    """How many documents of a corpus are judged, and how many others it is measured on."""

    language: str
    corpus: Corpus
    judged: int
    others: int = 200
    seed: int = 1


PARTS = {"peyma_dev": Corpus("peyma_dev.txt", "|"), "parstwiner_dev": Corpus("parstwiner_dev.txt", "\t")}
TRIALS = (
    Trial("fa", CORPORA["fa"]["parstwiner"], 120),
    Trial("fa", CORPORA["fa"]["parstwiner"], 60, seed=2),
    Trial("fa", CORPORA["fa"]["nsurl"], 100),
    Trial("fa", CORPORA["fa"]["nsurl"], 50, seed=2),
    Trial("fa", PARTS["peyma_dev"], 90),
    Trial("fa", PARTS["parstwiner_dev"], 50),
    Trial("ar", CORPORA["ar"]["wojood"], 100),
    Trial("ar", CORPORA["ar"]["wojood"], 60, seed=2),
    Trial("ar", CORPORA["ar"]["aqmar"], 60),
    Trial("ar", CORPORA["ar"]["anercorp"], 100),
)


def documents(folder: Path, trial: Trial) -> Iterator[tuple[Document, list[Place]]]:
    """Sentences of a corpus as documents, with the places of their names."""
    sentences = list(annotated(folder, trial.corpus))
    for at in range(0, len(sentences), SENTENCES):
        text, places = "", list[Place]()
        for sentence, names in sentences[at : at + SENTENCES]:
            places += [(label, Span(span.start + len(text), span.end + len(text))) for span, label in names]
            text += sentence + "\n"
        key = digest(text.encode())[:32]
        uri, language = f"file:///{key}", trial.language
        yield (
            Document(key=key, id=key, uri=uri, text=text, kind="text", title="", language=language, content_hash=key),
            places,
        )


def judged_of(document: Document, places: Sequence[Place], chance: random.Random) -> Judged:
    """What a reviewer says who looks at some of the finds, and adds some of what is missing."""
    found = [one for one in annotate(document, build()).mentions if one.label in LABELS]
    right, wrong = dict[Place, None](), list[Place]()
    for one in found:
        if chance.random() < LOOKED:
            wrong.append((one.label, one.span))
            right.update(dict.fromkeys(place for place in places if place[1].overlaps(one.span)))
    for place in places:
        if not any(one.span.overlaps(place[1]) for one in found) and chance.random() < ADDED:
            right[place] = None
            wrong.append(place)
    return Judged([Mention("", label, span, "", {}, "person", "1") for label, span in right], wrong)


def score(lessons: Sequence[tuple[Document, list[Place]]], heads: tuple[bytes, ...]) -> Score:
    """What is found in documents, beside their annotation."""
    total, extractors = Score(), build(heads=heads)
    for document, places in lessons:
        found = annotate(document, extractors).mentions
        for label in LABELS:
            total.add([span for own, span in places if own == label], [m.span for m in found if m.label == label])
    return total


def main(folder: Path) -> None:
    for trial in TRIALS:
        chance = random.Random(trial.seed)
        every = list(documents(folder, trial))
        chance.shuffle(every)
        some, others = every[: trial.judged], every[trial.judged : trial.judged + trial.others]
        lessons = [(document, judged_of(document, places, chance)) for document, places in some]
        began = time.process_time()
        learnt = learn(lessons, trial.language, (), lambda _: None)
        seconds = time.process_time() - began
        said = f"{trial.corpus.file:28} {learnt.judged:5} judged, {learnt.kept:4} kept back, {seconds:5.1f} s"
        if learnt.head and learnt.before and learnt.after:
            said += f"  kept back {learnt.before.f1:.3f} → {learnt.after.f1:.3f}"
            one, other = score(others, ()), score(others, (learnt.head.data(),))
            said += (
                f"  others strict {one.strict:.3f} → {other.strict:.3f} lenient {one.lenient:.3f} → {other.lenient:.3f}"
            )
        print(f"{said}  {learnt.why_not or 'taken'}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "ner")
