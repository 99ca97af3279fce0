"""A table of spellings takes no word away from its own forms, and joins both writings of each."""

from itertools import product

import pytest

from corpora.tables import table
from extractors.text.exact import exact_of
from extractors.text.explain import compare
from extractors.text.lexicon import is_word, key_of
from extractors.text.stemmer import _stem, stem
from extractors.text.variants import variants

CLITICS = ("", "ال", "بال", "لل", "ب", "ل")
ENDINGS = ("", "ها", "های", "ی", "ه", "یه", "ات", "ین", "ون", "ان", "م", "ش")
ROWS = [(key_of(row["from"]), key_of(row["to"])) for row in table("variants") if row["kind"] != "seat"]


def test_both_writings_of_a_row_meet() -> None:
    assert [row for row in ROWS if stem(exact_of(row[0])) != stem(exact_of(row[1]))] == []


def test_every_form_that_the_rules_know_still_meets_its_word() -> None:
    tried, lost = 0, []
    for word, clitic, ending in product({word for row in ROWS for word in row}, CLITICS, ENDINGS):
        form = clitic + word + ending
        if form == word or not is_word(form) or _stem(form, "", below=False) != _stem(word, "", below=False):
            continue
        tried += 1
        if stem(exact_of(form)) != stem(exact_of(word)):
            lost.append((form, word))
    assert tried > 100
    assert lost == []


def test_no_spelling_stands_for_itself_by_way_of_another() -> None:
    standing = variants()
    assert [key for key, stands in standing.items() if standing.get(stands, stands) != stands] == []


@pytest.mark.parametrize(
    ("one", "other"), [("إفريقيا", "أفريقيا"), ("الإسبانية", "الأسبانية"), ("رءوس", "رؤوس"), ("قراءة", "قرائة")]
)
def test_a_hamza_sits_where_the_writer_likes(one: str, other: str) -> None:
    assert compare(one, other).meet


def test_marks_of_a_plural_are_compared_with_marks_of_the_same_letters_only() -> None:
    assert not compare("رُسُل", "رَسَل").meet
    assert compare("رُسُل", "رَسول").meet
    assert compare("رُسُل", "رسل").meet
