"""The exact form of a folded word: without joints, in the spelling that stands for its variants."""

from functools import cache

from extractors.text.affixes import prefixes
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import compounds, lexicon_fa, seated
from extractors.text.variants import variants


@cache
def _not_verbs() -> frozenset[str]:
    """Words that begin as a verb does and are none (میان, میدان)."""
    starts = tuple(prefixes())
    simple = (key for key, row in lexicon_fa() if ZWNJ not in row["word"])
    return frozenset(key for key in simple if key.startswith(starts) and key not in compounds())


def exact_of(key: str) -> str:
    """The exact form of a folded word.

    A hamza inside a word sits on و or on ی as the writer likes, or is left out (مسئول، مسؤول، مسوول; رءوس).

    >>> exact_of("مسوول"), exact_of("سیاستگزاری"), exact_of("قانونگزار")
    ('مسیول', 'سیاستگذاری', 'قانونگزار')

    A verb whose letters are those of another word keeps its joint (می‌آن is not میان).

    >>> exact_of(f"می{ZWNJ}ان"), exact_of(f"می{ZWNJ}شود")
    ('می_ان', 'میشود')
    """
    joined = key.replace(ZWNJ, "")
    if ZWNJ in key and joined in _not_verbs() and key.partition(ZWNJ)[0] in prefixes():
        return joined.replace("می", "می_", 1)
    return variants().get(joined) or seated(joined)
