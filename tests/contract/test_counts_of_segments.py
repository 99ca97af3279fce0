"""Facets of an index in several parts: a value that is rare in one of them is counted there too."""

from corpora.document import Document, Mention, Span
from pipeline.index.records import IndexRecord
from pipeline.index.results import View
from pipeline.query.parser import parse
from tests.contract.documents import Make

_OTHERS = 700
"""More values than an engine tells of a part by itself where ten or sixty are asked for."""


def _named(key: str, seq: int, names: list[str]) -> IndexRecord:
    text, mentions = "نشست", []
    for name in names:
        start = len(text) + 1
        text = f"{text} {name}"
        mentions.append(Mention(f"{key}{start}", "ORG", Span(start, len(text)), name, {"name": name}, "t", "1"))
    document = Document(key=key, id=key, uri=f"file:///{key}", text=text, language="fa")
    return IndexRecord.of(document.with_mentions(mentions), seq)


def test_a_value_that_is_rare_in_one_part_is_counted_there_too(make: Make) -> None:
    engine, schools = make(), [f"دبستان شماره {number}" for number in range(_OTHERS)]
    engine.index(_named(f"a{seq}", seq, ["دانشگاه یزد"]) for seq in (1, 2, 3))
    engine.refresh(3)
    engine.index([_named("b4", 4, schools), _named("b5", 5, schools), _named("b6", 6, ["دانشگاه یزد"])])
    engine.refresh(6)
    facets = engine.search(parse("نشست"), View(limit=1, facets=("org",), facet_size=60)).facets
    assert facets["org"][0] == ("دانشگاه یزد", 4)
    assert len(facets["org"]) == 60
    engine.close()
