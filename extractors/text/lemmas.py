"""Forms that no rule can know, and the word that stands for all its forms."""

from functools import cache

from corpora.tables import table
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
