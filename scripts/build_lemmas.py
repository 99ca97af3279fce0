"""Builds ``corpora/data/lemmas_fa.tsv``: forms of Persian verbs and plurals, each with what stands for the word.

Verbs are those of ``verbs_fa.tsv``; a form that hazm's word list (MIT) knows as a noun is no verb. Plurals are words
of that list whose singular is there too. Names that look inflected stand for themselves.
Run by hand when either changes: ``.venv/bin/python scripts/build_lemmas.py``. The result is committed.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from corpora.tables import table
from extractors.text.characters import ZWNJ
from extractors.text.exact import exact_of
from extractors.text.lemmas import lemmas
from extractors.text.lexicon import arabic, compounds, joined_key, key_of, persian, protected
from extractors.text.persian import plural_of
from extractors.text.stemmer import stem

OUT = Path(__file__).parent.parent / "corpora/data/lemmas_fa.tsv"
PERSONS = ("م", "ی", "", "یم", "ید", "ند")
PRESENT = ("م", "ی", "د", "یم", "ید", "ند")
PLAIN, PLAIN_PAST = ("د", "یم", "ید", "ند"), ("م", "یم", "ید", "ند")
"""Endings that a form without «می» is known by: with «ی», and «م» in the present, it is as often a noun."""
PERFECT = ("ام", "است", "ایم", "اید", "اند")
"""Not «ای»: «نهادهای» is the plural of a noun. A written joint tells (نهاده‌ای)."""
COMMON = 30


def after(prefix: str, stem_: str) -> str:
    """A stem after «ب» or «ن».

    >>> after("ب", "آی"), after("ن", "افتاد"), after("ن", "ایستاد"), after("ب", "گوی")
    ('بیای', 'نیفتاد', 'نایستاد', 'بگوی')
    """
    if stem_.startswith("آ"):
        return prefix + "یا" + stem_[1:]
    if stem_.startswith("ا") and not stem_.startswith("ای"):
        return prefix + "ی" + stem_[1:]
    return prefix + stem_


def with_joint(past: str, present: str, prefix: str) -> Iterator[str]:
    """Forms that no other word is taken for: with «می», and the perfect."""
    for particle, (stem_, endings) in product(("می", "نمی"), ((past, PERSONS), (present, PRESENT))):
        yield from (f"{prefix}{particle}{ZWNJ}{stem_}{ending}" for ending in endings)
    yield from (f"{prefix}{past}ه{ZWNJ}{ending}" for ending in PERFECT)


def without(past: str, present: str, prefix: str) -> Iterator[str]:
    """Forms that another word may look like."""
    negative = prefix + after("ن", past)
    yield from (f"{prefix}{past}{ending}" for ending in PLAIN_PAST)
    yield from (f"{prefix}{present}{ending}" for ending in PLAIN)
    yield from (negative + ending for ending in ("", "ه", *PLAIN_PAST))
    yield from (f"{negative}ه{ending}" for ending in PERFECT)
    for particle in ("ن", "ب")[: 1 if prefix else 2]:
        yield from (prefix + after(particle, present) + ending for ending in (*PLAIN, "م"))


def verbs() -> dict[str, str]:
    """Exact form → lemma."""
    rows = [(row["past"], row["present"], row["prefix"], row["lemma"], row["own"]) for row in table("verbs_fa")]
    found: dict[str, str] = {}
    for past, _, prefix, lemma, own in rows:
        key = key_of(prefix + past)
        found[key] = key
        found[key + "ن"] = found[key + "ه"] = key_of(lemma) or key
        if own:
            found[key + "ه"] = key + "ه"
    for past, present, prefix, lemma, _ in rows:
        key = key_of(lemma) or key_of(prefix + past)
        for form in (exact_of(joined_key(form)) for form in with_joint(past, present, prefix)):
            if form in compounds() or not persian().get(form):
                found.setdefault(form, key)
    # «نشسته‌اند» is of نشست before it is what شست is with ن
    for past, present, prefix, lemma, _ in rows:
        key = key_of(lemma) or key_of(prefix + past)
        for form in map(key_of, without(past, present, prefix)):
            if not (persian().get(form, 0) or arabic().get(form, 0)):
                found.setdefault(form, key)
    return {form: lemma for form, lemma in found.items() if form not in protected()}


def plurals() -> dict[str, str]:
    """Exact form → lemma, of common words."""
    found = {}
    for key, weight in persian().items():
        if weight >= COMMON and key not in protected() and not key.endswith("ان"):
            singular = plural_of(key)
            if singular != key:
                found[key] = singular
    return found | {key: plural_of(key) for key in persian() if key.endswith("گان") and key not in protected()}


def names() -> dict[str, str]:
    """Names of one word that look inflected: they stand for themselves."""
    written = [row["word"] for name in ("place_names", "person_names") for row in table(name)]
    keys = {key_of(word) for word in written if " " not in word}
    inflected = {key for key in keys if not key.startswith("ال") and not key.endswith(("ای", "وی", "اء", "ات"))}
    return {key: key for key in inflected if stem(key) != key and key not in lemmas()}


def main() -> None:
    """Writes the table: lemma, its forms."""
    OUT.write_text("lemma\tforms\n", encoding="utf-8")
    by_lemma: dict[str, set[str]] = defaultdict(set)
    known = names() | plurals() | verbs()
    for form, lemma in known.items():
        by_lemma[known.get(lemma, lemma)].add(form)
    rows = [f"{lemma}\t{' '.join(sorted(forms))}" for lemma, forms in sorted(by_lemma.items())]
    OUT.write_text("lemma\tforms\n" + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{sum(map(len, by_lemma.values()))} forms of {len(rows)} words")


if __name__ == "__main__":
    main()
