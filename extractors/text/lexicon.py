"""Word lists with weights: which folded forms are words, which are compounds, what must stay whole.

A weight is ten times the decimal logarithm of a count, so that two forms can be compared.
"""

from functools import cache

from corpora.tables import table, words
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ

HAMZA = "\N{ARABIC LETTER HAMZA}"


def key_of(word: str) -> str:
    """The exact form of a written word: folded with loss, without joints.

    >>> key_of("تفاهم‌نامه")
    'تفاهمنامه'
    """
    return AlignedText.of(word).key.replace(ZWNJ, "").replace(" ", "")


def joined_key(word: str) -> str:
    """A written word folded with loss, its joints kept.

    >>> joined_key("تفاهم نامة") == f"تفاهم{ZWNJ}نامه"
    True
    """
    return AlignedText.of(word).key.replace(" ", ZWNJ)


def exact_key(word: str) -> str:
    """The exact form of a written word, in the spelling that stands for its variants.

    >>> exact_key("هیأت")
    'هییت'
    """
    key = key_of(word)
    return variants().get(key, key)


@cache
def persian() -> dict[str, int]:
    """Folded Persian word → weight."""
    weights: dict[str, int] = {}
    for row in (*table("lexicon_fa"), *table("compounds")):
        key = key_of(row["word"])
        weights[key] = max(int(row["weight"]), weights.get(key, 0))
    return weights


@cache
def arabic() -> dict[str, int]:
    """Folded Arabic word form, clitics included, → weight."""
    return {row["word"]: int(row["weight"]) for row in table("lexicon_ar")}


@cache
def compounds() -> dict[str, str]:
    """Folded words that may be written in parts → the same with a joint between the parts."""
    rows = (*table("lexicon_fa"), *table("compounds"))
    joined = (joined_key(row["word"]) for row in rows if ZWNJ in row["word"])
    return {word.replace(ZWNJ, ""): word for word in joined}


@cache
def protected() -> frozenset[str]:
    """Folded words that no stemmer cuts; among them the duals that count by themselves (يومين)."""
    duals = (row["word"] for row in table("time_units") if row["number"])
    return frozenset(map(key_of, (*words("protected"), *duals)))


@cache
def joined_words() -> frozenset[str]:
    """Folded words, joints kept, whose inflection is no inflection (آن‌ها is a pronoun of its own)."""
    return frozenset(joined_key(word) for word in words("protected") if ZWNJ in word)


@cache
def lemmas() -> dict[str, str]:
    """Exact form → the one that stands for all forms of the word, for what no rule can know.

    Verbs and plurals of ``lemmas_fa`` (built by ``scripts/build_lemmas.py``), broken plurals by hand.

    >>> lemmas()["میگوید"], lemmas()["مدارس"], lemmas()["وزرا"]
    ('گفت', 'مدرسه', 'وزیر')
    """
    found: dict[str, str] = {}
    for row in table("lemmas_fa"):
        found |= dict.fromkeys((row["lemma"], *row["forms"].split()), row["lemma"])
    for row in table("irregular"):
        lemma = exact_key(row["lemma"])
        found |= dict.fromkeys(map(exact_key, row["forms"].split()), lemma)
    return found


@cache
def broken_plurals() -> frozenset[str]:
    """Exact forms in ا of the table of irregular ones: written with a hamza below (إخبار) they are other words."""
    forms = " ".join(row["forms"] for row in table("irregular"))
    return frozenset(form for form in map(exact_key, forms.split()) if form.startswith("ا"))


@cache
def variants() -> dict[str, str]:
    """Folded spelling → the spelling that stands for the word."""
    return {key_of(row["from"]): key_of(row["to"]) for row in table("variants")}


@cache
def question_words() -> frozenset[str]:
    """Exact forms that a question holds and its answer need not."""
    return frozenset(map(key_of, words("question_words")))


def is_word(key: str) -> bool:
    """Whether either list has the form."""
    return key in persian() or key in arabic()
