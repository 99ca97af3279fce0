"""Text that was saved in the wrong code is read back, stretch by stretch, and says so; right text is left alone."""

import json

import pytest

from pipeline.ingest.mojibake import mended
from pipeline.ingest.registry import read
from pipeline.records import Source

FA = "سخنگوی شورا گفت که این برنامه از مهرماه آغاز می‌شود."
AR = "وقال رئيس المجلس إن الأشغال ستبدأ في الأسبوع المقبل، وإن الميزانية كافية."


def misread(text: str, name: str, true: str = "utf-8") -> str:
    """A text whose bytes were taken for another code; places that it leaves empty become control characters."""
    data = text.encode(true)
    return "".join(bytes((byte,)).decode(name, "ignore") or chr(byte) for byte in data)


@pytest.mark.parametrize("text", [FA, AR])
@pytest.mark.parametrize("name", ["cp1252", "cp1256"])
def test_a_line_that_was_misread_is_read_back_beside_others(text: str, name: str) -> None:
    whole = f"عنوان درست\n{misread(text, name)}\n{text}"
    assert mended(whole) == (f"عنوان درست\n{text}\n{text}", ("mojibake",))


def test_a_text_that_was_misread_twice() -> None:
    assert mended(misread(misread(AR, "cp1252"), "cp1252")).text == AR


def test_a_code_page_that_was_taken_for_that_of_the_west() -> None:
    assert mended(misread(AR, "cp1252", "cp1256")) == (AR, ("mojibake",))


@pytest.mark.parametrize(
    "text",
    [
        FA,
        AR,
        "L’été dernier, l’économie à Genève a reçu « dix-sept » propositions très générales.",
        "Ürünlerin çoğu öğrencilere göre çok güçlüydü: Şöförler, ğüşiöç.",
        "Größe, Füße und Öl – für „Bäcker“ ½ Preis.",
        "عکعکعک غک عگ ظ، ط؛ ع» غ« طژ",
        "",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert mended(text) == (text, ())


def test_a_record_with_a_misread_text_says_so() -> None:
    line = json.dumps({"id": "a", "text": misread(FA, "cp1252")}).encode()
    found = read(Source("file:///a.jsonl#1", "a.jsonl", line, line=True))
    assert found.text == FA
    assert "mojibake" in found.flags
