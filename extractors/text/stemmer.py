"""Light stemming, lexicon-checked.

It does not regard the language of the text, so that a query stems as the document did.

What is cut off is inflection and clitics only. What the tables know is looked up first; then a written joint says
where an ending begins; then come the rules.
"""

from collections.abc import Callable
from functools import lru_cache

from extractors.text.affixes import inflections
from extractors.text.arabic import (
    without_accusative,
    without_feminine_dual,
    without_future,
    without_masculine_dual,
    without_preposition,
    without_proclitics,
    without_pronoun,
)
from extractors.text.characters import ZWNJ
from extractors.text.lemmas import broken_plurals, lemmas
from extractors.text.lexicon import compounds, is_word, joined_words, persian, protected
from extractors.text.persian import (
    is_adjective,
    is_common,
    is_stem,
    plural_of,
    without_adjectives_plural,
    without_degree,
    without_ezafe,
    without_ha,
    without_hamza,
    without_indefinite_plural,
    without_known_ha,
    without_owner,
    without_to,
)
from extractors.text.variants import standing_for, variants

type Step = Callable[[str], str]

_SURE: tuple[Step, ...] = (without_adjectives_plural, without_known_ha, without_degree, without_ezafe)
_PERSIAN: tuple[Step, ...] = (
    *_SURE,
    without_preposition,
    without_feminine_dual,
    plural_of,
    without_indefinite_plural,
    without_owner,
    without_to,
)
"""What makes a Persian word comes first: «لشکریان» is of لشکری, not ل with something."""
_ARABIC: tuple[Step, ...] = (
    without_proclitics,
    without_future,
    without_pronoun,
    without_proclitics,
    without_ha,
    without_feminine_dual,
    without_masculine_dual,
    without_accusative,
    plural_of,
)
_AFTER_ARTICLE, _ALL = (
    (*_SURE, *(step for step in dict.fromkeys(_ARABIC) if step is not without_future)),
    (*_PERSIAN, *_ARABIC),
)
"""Neither a preposition nor a particle stands after an article."""
_ARTICLE = "ال"
_WITH_ARTICLE = ("ال", "لل", "بال", "فال", "کال")
"""Arabic endings are cut off such a word after its article («الحسین» is not of الحس)."""
_LEAST = 4
"""Letters of a word that a rule may cut."""


@lru_cache(maxsize=90_000)
def stem(exact: str, written: str = "", *, below: bool = False) -> str:
    """The stem of an exact form; the form itself where nothing is safe to cut.

    ``written`` is the folded word with its joints, where it has any; ``below`` says that its first alef was written
    with a hamza below, which no broken plural is (إخبار is not أخبار).

    >>> [stem(exact) for exact in ("سازمانهای", "استان", "بالامانه", "الوزارات", "سمنها", "صدای", "میگوید")]
    ['سازمان', 'استان', 'امانه', 'وزاره', 'سمن', 'صدا', 'گفت']
    >>> stem("منطقهای", f"منطقه{ZWNJ}ای"), stem("نامهای", f"نامه{ZWNJ}ای"), stem("نامهای", f"نام{ZWNJ}های")
    ('منطقه', 'نامه', 'نام')
    """
    return standing_for(_stem(exact, written, below=below))


def _stem(exact: str, written: str, *, below: bool) -> str:
    lemma = _lemma(exact, below=below)
    if lemma:
        return lemma
    if len(exact) < _LEAST or exact.isascii():
        return exact
    written = written or compounds().get(exact, "")
    if written and written not in joined_words():
        rest = _before_joint(exact, written)
        if rest:
            return _stem(_exact(rest), rest if ZWNJ in rest else "", below=False)
    return exact if exact in protected() else _by_rules(exact, below=below)


def _lemma(key: str, *, below: bool) -> str | None:
    return None if below and key in broken_plurals() else lemmas().get(variants().get(key, key))


def _exact(written: str) -> str:
    joined = written.replace(ZWNJ, "")
    return variants().get(joined, joined)


def _before_joint(exact: str, written: str) -> str:
    """What stands before an inflection that the writer joined; "" where the last part is none.

    >>> _before_joint("خانهاش", f"خانه{ZWNJ}اش") == "خانه", _before_joint("بیشتر", f"بیش{ZWNJ}تر")
    (True, '')
    """
    for suffix in inflections():
        if written.endswith(ZWNJ + suffix):
            rest = written[: -len(suffix) - 1]
            sure = suffix.startswith("ها") or (suffix in ("ی", "ای") and rest.endswith("ه"))
            return rest if sure or (len(rest) > 2 and persian().get(exact, 0) < 1) else ""
    return ""


def _by_rules(key: str, *, below: bool) -> str:
    if is_common(key):
        return without_hamza(without_adjectives_plural(key))
    for step in _steps(key):
        if step is _ARABIC[0] and is_adjective(key):
            break
        cut = step(key)
        if cut == key:
            continue
        lemma = _lemma(cut, below=below)
        if lemma or cut in protected() or len(cut) < _LEAST:
            return lemma or cut
        key = cut
        if is_common(key):
            break
    return without_hamza(key)


def _steps(key: str) -> tuple[Step, ...]:
    if key.startswith(_WITH_ARTICLE) and (key[:2] == _ARTICLE or key not in compounds()):
        return _AFTER_ARTICLE
    return _PERSIAN if key in compounds() else _ALL


def inflected(key: str) -> bool:
    """Whether the form is a known word, or an inflection of one."""
    exact = key.replace(ZWNJ, "")
    return is_word(exact) or is_stem(stem(exact, key if ZWNJ in key else ""))
