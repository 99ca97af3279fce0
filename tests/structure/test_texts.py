"""The texts of the pages: every language has all of them, in as many plurals as it has, and pages ask for no other."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from corpora.document import FLAGS
from search_api.pages.language import LANGUAGES, Interface
from search_api.pages.navigation import SECTIONS

PAGES = Path(__file__).parent.parent.parent / "search_api" / "pages"
ASKED = re.compile(r"""ui(?:\.count)?\(\s*["']([a-z][A-Za-z_]*)["']\s*[,)]""")


def catalogue(language: str) -> Catalog:
    with (PAGES / "locale" / language / "LC_MESSAGES" / "asnad.po").open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def keys(language: str) -> set[str]:
    return {named(message) for message in catalogue(language) if message.id}


def named(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_lacks_a_language_or_a_plural(language: str) -> None:
    assert keys(language) == keys("en")
    held = catalogue(language)
    assert held.num_plurals == {"fa": 2, "ar": 6, "en": 2}[language]
    for message in held:
        if message.id:
            assert all(forms(message)), message.id
            assert len(forms(message)) in (1, held.num_plurals), message.id
            assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_sorted_by_key(language: str) -> None:
    """Two branches that each add texts at the end of a catalogue meet in every merge."""
    held = [named(message) for message in catalogue(language) if message.id]
    assert held == sorted(held)


def test_a_text_has_the_same_values_in_every_language() -> None:
    english = {named(m): set[str]().union(*map(values, forms(m))) for m in catalogue("en") if m.id}
    for language in LANGUAGES:
        for message in catalogue(language):
            if message.id:
                assert set[str]().union(*map(values, forms(message))) <= english[named(message)], message.id


def test_pages_ask_for_texts_that_are_there() -> None:
    sources = [*PAGES.rglob("*.html"), *PAGES.rglob("*.py"), *(PAGES.parent / "problems.py",)]
    asked = {name for path in sources for name in ASKED.findall(path.read_text(encoding="utf-8"))}
    assert asked - keys("en") == set()
    assert {section.text for section in SECTIONS} <= keys("en")
    assert {f"flag_{flag}" for flag in FLAGS} == {key for key in keys("en") if key.startswith("flag_")}


def test_plurals_are_those_of_the_language() -> None:
    arabic = Interface("ar")
    said = [arabic.count("n_documents", number) for number in (0, 1, 2, 3, 11, 100)]
    assert said == ["لا وثائق", "وثيقة واحدة", "وثيقتان", "٣ وثائق", "١١ وثيقةً", "١٠٠ وثيقة"]
    assert [Interface("en").count("unit_Y", number) for number in (1, 2)] == ["1 year", "2 years"]
    assert Interface("fa").count("n_documents", 1) == "۱ سند"
