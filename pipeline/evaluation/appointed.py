"""Whether the appointments that are read of a small text are those that it tells of, no more and no fewer."""

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

from corpora.document import Document
from extractors.decrees.candidates import Decree
from extractors.decrees.reader import decrees
from extractors.text.lexicon import key_of
from pipeline.annotate import annotated

type Entry = Mapping[str, Any]


def read(case: Entry) -> list[Decree]:
    """The appointments of the text of a case."""
    text, language = case["input"], case["language"]
    made = Document("case", "case", "", text, language=language, published=case.get("published", ""))
    return decrees(annotated(made))


def appoints(case: Entry) -> bool:
    """Whether there is an appointment for each that is expected, with the fields that are given of it, and no other."""
    found, wanted = [fields_of(one) for one in read(case)], case["expect"]["entries"]
    return len(found) == len(wanted) and any(_are(order, wanted) for order in permutations(found))


def fields_of(one: Decree) -> dict[str, str]:
    """The fields of an appointment as a case writes them."""
    persons = {"person": one.person, "issuer": one.issuer, "predecessor": one.predecessor}
    plain = {"act": one.act, "office": one.office, "body": one.body, "place": one.place, "term": one.term}
    said = {name: field.value.name if field else "" for name, field in persons.items()}
    said |= {name: field.value if field else "" for name, field in plain.items()}
    day = one.date.value.start if one.date else ""
    return {**said, "role": one.role, "modality": one.modality, "date": day}


def _are(found: Sequence[Mapping[str, str]], wanted: Sequence[Entry]) -> bool:
    pairs = zip(found, wanted, strict=True)
    return all(key_of(got[name]) == key_of(value) for got, entry in pairs for name, value in entry.items())
