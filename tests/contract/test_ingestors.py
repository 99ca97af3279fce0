"""Every sentence of Ingestor, on every format."""

import json
import random
from pathlib import Path

import pytest

import corpora
from pipeline.errors import CODES, UnreadableSource
from pipeline.ingest.registry import Ingestor, ingestors, read
from pipeline.records import Draft, Source
from tests.makers import one_of_each

SAMPLES = Path(corpora.__file__).parent / "samples"
WORDS = "تفاهم‌نامه همکاری"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SEED = 11


def named(name: str, data: bytes, *, line: bool = False) -> Source:
    return Source(f"file:///{name}", name, data, line=line)


def files() -> dict[str, tuple[Source, str]]:
    """Name of an ingestor → bytes of its format, and a word of what they say; "" where that takes another program."""
    each = one_of_each()
    line = json.dumps({"text": f"{WORDS} امضا شد."})
    return {
        "jsonline": (named("a.jsonl", line.encode(), line=True), WORDS),
        "docx": (named("a.docx", (SAMPLES / "agreement-fa-1.docx").read_bytes()), "تفاهم"),
        "odf": (named("a.odt", each["a.odt"]), "تفاهم‌نامه"),
        "xlsx": (named("a.xlsx", each["a.xlsx"]), "استان"),
        "pptx": (named("a.pptx", each["a.pptx"]), "گزارش همکاری"),
        "rtf": (named("a.rtf", each["a.rtf"]), "مذكرة"),
        "legacy": (named("a.doc", OLE + bytes(600)), ""),
        "pdf": (named("a.pdf", (SAMPLES / "agreement-fa-2.pdf").read_bytes()), "تفاهم"),
        "image": (named("a.png", each["a.png"]), ""),
        "mhtml": (named("a.mhtml", each["a.mhtml"]), "کتابخانه مرکزی"),
        "html": (named("a.html", (SAMPLES / "fa-01.html").read_bytes()), "است"),
        "mail": (named("a.eml", each["a.eml"]), "متن نهایی"),
        "text": (named("a.txt", f"{WORDS}\nماده ۱".encode()), WORDS),
    }


FILES = files()
EACH = pytest.mark.parametrize("ingestor", ingestors(), ids=lambda one: one.name)


def test_each_has_a_name_of_its_own_and_a_file_here() -> None:
    names = [ingestor.name for ingestor in ingestors()]
    assert sorted(names) == sorted(FILES)
    assert len(names) == len(set(names))


def drafted(ingestor: Ingestor, source: Source) -> Draft | None:
    """What it reads; None where it raises the one error that it may, with a code and a sentence."""
    refusal = None
    try:
        return ingestor.read(source)
    except UnreadableSource as error:
        refusal = error
    assert refusal.code in CODES
    assert refusal.code != "internal"
    assert refusal.message
    return None


@EACH
def test_its_own_format_it_claims_higher_than_any_other(ingestor: Ingestor) -> None:
    source, _ = FILES[ingestor.name]
    claims = {other.name: other.claims(source) for other in ingestors()}
    assert all(isinstance(claim, int) and claim >= 0 for claim in claims.values())
    others = [claim for name, claim in claims.items() if name != ingestor.name]
    assert claims[ingestor.name] > max(others)


@EACH
def test_what_is_not_its_format_it_does_not_claim(ingestor: Ingestor) -> None:
    assert ingestor.claims(named("a.bin", bytes(range(256)) * 8)) == 0


@EACH
def test_a_claim_is_of_the_bytes_and_changes_nothing(ingestor: Ingestor) -> None:
    for source, _ in FILES.values():
        first = ingestor.claims(source)
        assert [ingestor.claims(source) for _ in range(3)] == [first] * 3


@EACH
def test_it_reads_what_the_source_holds(ingestor: Ingestor) -> None:
    source, words = FILES[ingestor.name]
    draft = drafted(ingestor, source)
    if draft is None:
        assert not words  # a picture without letters, or a file that another program has to open
        return
    assert words in draft.text
    assert draft.kind
    for span in (*draft.furniture, *(page.span for page in draft.pages)):
        assert 0 <= span.start <= span.end <= len(draft.text)
    again = ingestor.read(source)
    assert (again.text, again.title, again.published) == (draft.text, draft.title, draft.published)
    assert read(source).text == draft.text  # the highest claim wins


@EACH
def test_a_broken_file_raises_unreadable_source_and_nothing_else(ingestor: Ingestor) -> None:
    """Cut off, and with bytes changed, at places that a seed chose."""
    source, _ = FILES[ingestor.name]
    chosen, data = random.Random(f"{SEED} {ingestor.name}"), source.data
    for _ in range(12):
        at = chosen.randrange(1, len(data))
        broken = bytearray(data)
        for _ in range(1 + len(data) // 500):
            broken[chosen.randrange(len(data))] = chosen.randrange(256)
        for bad in (data[:at], bytes(broken)):
            drafted(ingestor, Source(source.uri, source.name, bad, line=source.line))
