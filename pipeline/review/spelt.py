"""Whether two names of persons may be one that was spelt, or misread, two ways: not whether they are near.

Of two long names a letter says little («عبدالرحمن الشهري», «عبدالرحمن الشمري»), so that each word is compared for
itself. Surnames of one shape are many, and a letter tells them apart; names of other languages are spelt as one hears
them, with more or fewer vowels.
"""

from functools import lru_cache

from extractors.names.places import key
from extractors.text.lexicon import listed_first_names

_KNOWN = 1 << 15
_SERVANT, _ARTICLE = "عبد", "ال"
_SONS = frozenset(("بن", "ابن"))
_VOWELS = frozenset("اویآةه")
_MUTE = frozenset("\N{ARABIC LETTER HAMZA}هة")
"""Letters at the end of a name that not everybody writes."""
_ALIKE = tuple(
    map(
        frozenset,
        ("بتثنیپئ", "جحخچ", "دذ", "رزژ", "سش", "صض", "طظ", "عغ", "فق", "کگ", "تط", "سصث", "زذضظ", "قغ", "جغگک", "اع"),
    )
)
"""Letters that one takes for each other: they have one shape without their points, or sound alike."""
_SHORTEST, _LONG = 4, 7
"""Letters of a word from which one may be a slip, and from which any one is."""


@lru_cache(maxsize=_KNOWN)
def one_name(one: str, other: str) -> bool:
    """Whether two names of persons may be one that was spelt two ways.

    >>> one_name("عبدالرحمن الشهري", "عبدالرحمن الشمري"), one_name("أحمد عسيري", "أحمد عسير")
    (False, False)
    >>> one_name("سلمان بن عبدالعزيز", "سلمان عبد العزيز"), one_name("فلاديمير بوتين", "فلاديمير بوتن")
    (True, True)
    >>> one_name("عبدالرحمن بن نور الدين الحسيني", "عبدالرحمن نورالدين الحسيني")
    True
    >>> one_name("حسن محمدی", "حسین محمدی"), one_name("عبدالله الحميد", "عبدالله الحمدي")
    (False, False)
    >>> one_name("مهدی نوراللهی", "مهدی نورالهی"), one_name("جهاد جعفر الاسدي", "جهاد جعفر اللاسدي")
    (True, True)
    """
    first, second = _words(one), _words(other)
    if len(first) != len(second):
        return _one_word("".join(first), "".join(second), native=False)
    native = any(a == b and a in listed_first_names() for a, b in zip(first, second, strict=True))
    return all(_one_word(a, b, native=native) for a, b in zip(first, second, strict=True))


def _words(name: str) -> list[str]:
    """The words of a name, «عبد» with the one behind it, without «بن»."""
    found: list[str] = []
    for word in key(name):
        if found and found[-1] == _SERVANT:
            found[-1] += word
        elif word not in _SONS:
            found.append(word)
    return found


def _one_word(one: str, other: str, *, native: bool) -> bool:
    """Whether two words are one, or differ by a slip; of what stands beside a ``native`` name a vowel is none."""
    if one == other:
        return True
    names = listed_first_names()
    if one in names and other in names:
        return False
    short, long = sorted((one, other), key=len)
    articles = short.startswith(_ARTICLE) and long.startswith(_ARTICLE)
    native, size = native or articles, len(short) - len(_ARTICLE) * articles
    at = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    kept = next((back for back in range(len(short) - at) if short[-1 - back] != long[-1 - back]), len(short) - at)
    less, more = short[at : len(short) - kept], long[at : len(long) - kept]
    if size < _SHORTEST or len(more) > 2 or (len(more) == 2 and less != more[::-1]):
        return False
    any_letter = size >= _LONG and at < len(short) and not (native and _VOWELS.issuperset(less + more))
    return any_letter or (_taken_for(less, more, native=native) if less else _left_out(long, at, native=native))


def _taken_for(less: str, more: str, *, native: bool) -> bool:
    """Whether a letter is one that is taken for another, or two have changed places."""
    return (
        (len(more) == 2 and not (native and _VOWELS & set(more)))
        or any(less in group and more in group for group in _ALIKE)
        or (not native and less in _VOWELS and more in _VOWELS)
    )


def _left_out(long: str, at: int, *, native: bool) -> bool:
    """Whether the letter of a word at a place may be left out: it is there twice, is not heard, or is a vowel in it."""
    letter = long[at]
    if letter in (long[at - 1 : at], long[at + 1 : at + 2]):
        return True
    if at == len(long) - 1:  # «کریم» and «کریمی» are two
        return letter in _MUTE or (letter == "ی" and long[at - 1] in "او")
    return not native and letter in _VOWELS
