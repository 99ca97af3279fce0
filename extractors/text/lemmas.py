"""Forms that no rule can know, and the word that stands for all its forms."""

from functools import cache

from corpora.tables import table
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import key_of, seated
from extractors.text.variants import variants


def exact_key(word: str) -> str:
    """The exact form of a written word, in the spelling that stands for its variants.

    >>> exact_key("هیأت")
    'هییت'
    """
    key = key_of(word)
    return variants().get(key) or seated(key)


@cache
def lemmas() -> dict[str, str]:
    """Exact form → the one that stands for all forms of the word, for what no rule can know.

    Verbs and plurals of ``lemmas_fa`` (built by ``scripts/build_lemmas.py``), broken plurals by hand.

    >>> lemmas()["میگوید"], lemmas()["مدارس"], lemmas()["وزرا"]
    ('گفت', 'مدرسه', 'وزیر')
    """
    found = _pluperfect()
    for row in table("lemmas_fa"):
        found |= dict.fromkeys((row["lemma"], *row["forms"].split()), row["lemma"])
    for row in table("irregular"):
        lemma = exact_key(row["lemma"])
        found |= dict.fromkeys(map(exact_key, row["forms"].split()), lemma)
    return found


@cache
def pluperfects() -> frozenset[str]:
    """What follows a participle in the pluperfect, whole words."""
    return frozenset(f"بود{ending}" for ending in ("", "م", "ی", "یم", "ید", "ند"))


@cache
def auxiliaries() -> tuple[str, ...]:
    """What follows a participle in tenses that are made of one, whole words, the longest first."""
    subjunctive = (f"باش{ending}" for ending in ("م", "ی", "د", "یم", "ید", "ند"))
    passive = (f"شد{ending}" for ending in ("", "م", "ی", "یم", "ید", "ند", "ه", "ن"))
    return tuple(sorted({*pluperfects(), *subjunctive, *passive}, key=len, reverse=True))


def after_participle(key: str) -> int:
    """Where the auxiliary begins in a verb whose participle it was joined to («گفته‌بود»); 0 in any other word.

    >>> after_participle(f"رفته{ZWNJ}بودند"), after_participle("رفتهبودند"), after_participle(f"کتاب{ZWNJ}شد")
    (5, 4, 0)
    """
    for auxiliary in auxiliaries() if key.endswith(auxiliaries()) else ():
        participle = key.removesuffix(auxiliary).removesuffix(ZWNJ)
        if participle != key and participle.endswith("ه") and participle in lemmas():
            return len(key) - len(auxiliary)
    return 0


def _pluperfect() -> dict[str, str]:
    """Of verbs whose participle is a word of its own: «داده بودند» is of داد, «داده» is data."""
    own = ((row["prefix"] + row["past"], row["lemma"]) for row in table("verbs_fa") if row["own"])
    return {
        key_of(f"{negative}{past}ه{been}"): key_of(lemma or past)
        for past, lemma in own
        for negative in ("", "ن")
        for been in pluperfects()
    }


@cache
def broken_plurals() -> frozenset[str]:
    """Exact forms in ا of the table of irregular ones: written with a hamza below (إخبار) they are other words."""
    forms = " ".join(row["forms"] for row in table("irregular"))
    return frozenset(form for form in map(exact_key, forms.split()) if form.startswith("ا"))
