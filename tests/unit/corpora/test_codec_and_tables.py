from pathlib import Path

import pytest

from corpora import tables
from corpora.codec import decode, encode
from corpora.document import Document, Page, Span
from corpora.errors import InvalidDocument, InvalidTable


def test_a_document_comes_back() -> None:
    document = Document(
        key="k", id="1", uri="file:///a", text="متن", pages=(Page(Span(0, 3), None, 0.5),), flags=("ocr",)
    )
    assert decode(encode(document)) == document


@pytest.mark.parametrize("line", ["", "{}", "[]", '{"text": "متن"}', "null"])
def test_what_is_no_document_is_refused(line: str) -> None:
    with pytest.raises(InvalidDocument):
        decode(line)


def test_every_table_can_be_read_and_has_rows() -> None:
    for path in tables.DATA.glob("*.tsv"):
        assert tables.table(path.stem), path.name


def test_a_row_with_too_many_cells_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "odd.tsv").write_text("# comment\na\tb\n1\t2\t3\n", encoding="utf-8")
    monkeypatch.setattr(tables, "DATA", tmp_path)
    with pytest.raises(InvalidTable, match=r"odd\.tsv:3"):
        tables.table("odd")


def test_sources_names_every_table() -> None:
    told = (tables.DATA / "SOURCES.md").read_text(encoding="utf-8")
    assert [p.name for p in tables.DATA.glob("*.tsv") if p.name not in told] == []
