import pytest

from corpora.document import Span
from corpora.ids import canonical_uri, key_of_id, key_of_uri, mention_id


def test_one_page_has_one_key() -> None:
    assert key_of_uri("HTTP://Example.com/خبر#a") == key_of_uri("http://example.com/%D8%AE%D8%A8%D8%B1")


def test_lines_of_a_file_are_different_documents() -> None:
    assert key_of_uri("file:///a.jsonl#1") != key_of_uri("file:///a.jsonl#2")


def test_an_id_is_unique_within_its_source() -> None:
    assert key_of_id("فارس", "1") != key_of_id("مهر", "1")
    assert key_of_id("a", "b1") != key_of_id("ab", "1")


def test_a_broken_address_still_has_a_form() -> None:
    assert canonical_uri("http://[broken/خبر").startswith("http:")


def test_a_mention_keeps_its_name() -> None:
    assert mention_id("k", "ORG", Span(1, 4), "یزد") == mention_id("k", "ORG", Span(1, 4), "یزد")
    assert mention_id("k", "ORG", Span(1, 4), "یزد") != mention_id("k", "PLACE", Span(1, 4), "یزد")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://خبر.ایران/a", "https://xn--ngblk.xn--mgba3a4f16a/a"),
        ("https://x.ir", "https://x.ir/"),
        ("https://x.ir:443/a", "https://X.IR/a"),
        ("http://user:secret@x.ir/", "http://x.ir/"),
    ],
)
def test_one_host_has_one_name(one: str, other: str) -> None:
    assert canonical_uri(one) == canonical_uri(other)


def test_another_port_is_another_page() -> None:
    assert key_of_uri("http://x.ir:443/") != key_of_uri("http://x.ir/")
