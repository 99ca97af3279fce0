"""Numbers in digits, in Persian and Arabic words, and mixed («۶ هزار و ۱۲۷», «مائة وسبعون»)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise

from corpora.tables import table
from extractors.figures import figure_value, figures, is_dotted, says_decimal
from extractors.numeral_grammar import Atom, Reader, Reading, lexicon
from extractors.patterns import END, any_of, flat, folded
from extractors.text.aligned import AlignedText
from extractors.text.characters import ARABIC_LETTERS, ZWNJ
from extractors.text.lexicon import key_of, persian

_MEASURE = "درصد|%|هزار|میلیون|میلیارد|تریلیون|دلار|تومان|ریال|یورو|برابر|ریشتر|تن|متر|کیلو|لیتر|هکتار|سانتی"
_SLASHED = rf"(?<![\d.,/:])\d{{1,3}}/\d{{1,2}}(?=\s?(?:{_MEASURE}))"
DIGITS = (
    r"(?<![\d.,/:])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d/:])"
    rf"|{_SLASHED}"
    r"|(?<![\d.,/:])\d+(?:\.\d{3}){2,}(?![\d/:]|[.,]\d)"
    r"|(?<![\d.,/:])\d+(?:\.\d+)?(?![\d/:]|[.,]\d)"
)
"""Figures inside a date."""
_MOST = Fraction(10**18)
"""What is not less is a string of figures, and no number that anybody counted."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as found: ``[start, end)`` in the folded text, and whether it was written in words only.

    ``factor`` is the scale that a lower end before it shares; ``form`` is that of ``Reading``, and ``dotted`` where
    three figures stand after one dot; ``zeros`` where figures begin with a zero that says nothing.
    """

    start: int
    end: int
    value: float
    spelled: bool
    factor: float = 1
    form: str = ""
    zeros: bool = False


def whole(value: float | Fraction) -> int | float:
    """An integer where the number is one."""
    return int(value) if value == int(value) else float(value)


_GAP = rf"[ {ZWNJ}\N{{NARROW NO-BREAK SPACE}}\N{{THIN SPACE}}]{{0,2}}"
_GLUE = re.compile(_GAP)
_AND = re.compile(rf"{_GAP}و{_GAP}")
_LETTERS = re.compile(rf"[{ARABIC_LETTERS}]+(?:{ZWNJ}+[{ARABIC_LETTERS}]+)*")
_CLITICS = ("و", "ب", "ل", "ف", "ک")
_TWO_CLITICS = ("وب", "ول", "وک", "فب", "فل")
_LEAST_AFTER_CLITIC = 4
"""Letters of a number word before which a glued preposition stands; لست is no six."""


@cache
def _languages(language: str) -> tuple[str, ...]:
    return (language,) if language in ("fa", "ar") else ("fa", "ar")


@cache
def _beginnings(language: str) -> re.Pattern[str]:
    """A run of letters that begins as a number word does.

    The first letter comes before what may stand before it, so that the engine skips other letters fast.
    """
    starts = sorted({word[:3] for word, of in lexicon() if of in _languages(language)})
    clitics = _CLITICS if language != "fa" else _CLITICS[:1]
    first = "".join(sorted({start[0] for start in starts} | set(clitics)))
    before = "|".join(clitics if language == "fa" else (*_TWO_CLITICS, *clitics))
    prefixes = rf"{'|'.join(starts)}|(?:{before})(?:{'|'.join(sorted({start[:2] for start in starts}))})"
    inside = rf"(?<![{ARABIC_LETTERS}_A-Za-z].)(?<!\D{ZWNJ}.)"
    return re.compile(rf"[{first}]{inside}(?<=(?=(?:{prefixes})).)[{ARABIC_LETTERS}{ZWNJ}]*")


@cache
def _figures_pattern() -> re.Pattern[str]:
    return re.compile(figures())


_LATIN = re.compile(r"[A-Za-z]")
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=1 << 15)
def _split(run: str, language: str) -> tuple[Atom, ...]:
    """The number words that a run of letters consists of, offsets in it; () where it holds anything else.

    A currency or a percent word may follow them without a space («میلیاردتومانی»).
    """
    if run in _NO_NUMBERS:
        return ()
    for start in (0, 1, 2) if run[:2] in _TWO_CLITICS else (0, 1) if run[0] in _CLITICS else (0,):
        found = _atoms_from(run, start, language)
        if not found or (start and (run[0] != "و" or start > 1) and _is_short(found[0])):
            continue
        return found if len(found) == 1 or _is_one_number(run, found) else ()
    return ()


def _is_short(first: Atom) -> bool:
    return first.end - first.start < _LEAST_AFTER_CLITIC and first.kind not in ("part", "scale", "hundred")


@lru_cache(maxsize=1 << 13)
def _begun(run: str, language: str) -> tuple[Atom, ...]:
    """A short number word after a preposition, which is one only where a hundred or a scale follows («بمئة ألف»)."""
    at = 2 if run[:2] in _TWO_CLITICS else 1
    if language == "fa" or run[0] not in (_CLITICS if at > 1 else _CLITICS[1:]) or run in _NO_NUMBERS:
        return ()
    found = _atoms_from(run, at, "ar")
    return found if len(found) == 1 and _is_short(found[0]) else ()


_NO_NUMBERS = frozenset(("لست", "کمیه", "بعشر", "لعشر"))
"""«لست» is «I am not», «كمية» a quantity."""


def _is_one_number(run: str, atoms: Sequence[Atom]) -> bool:
    """Whether words that are written together make one number, or two that are next to each other («دوسه»).

    >>> [len(_split(word, "fa")) for word in ("هفتصدوهشتاد", "سیده", "دوسه")]
    [2, 0, 2]
    """
    joined = [atoms[0], *(b._replace(joint=_joint(run, a.end, b.start)) for a, b in pairwise(atoms))]
    first = Reader(joined).read(0)
    last = first and Reader(joined).read(first.last)
    if first and last and last.last == len(atoms):
        return last.value == first.value + 1
    return bool(first and first.last == len(atoms))


@lru_cache(maxsize=1 << 12)
def _atoms_from(run: str, at: int, language: str) -> tuple[Atom, ...]:
    for end in range(len(run), at, -1):
        atom = _known(run[at:end], language)
        if atom is None:
            continue
        here = atom._replace(start=at, end=end)
        if run[end:].lstrip(ZWNJ) in ("", "و") or _is_tail(run[end:], run, atom, language):
            return (here,)
        joint = _JOINT.match(run, end)
        rest = _atoms_from(run, joint.end(), language) if joint and joint.end() < len(run) else ()
        rest = rest or (_atoms_from(run, end, language) if not joint or joint.end() != end else ())
        if rest and (rest[0].kind != "denominator" or rest[0].start > end):
            return (here, *rest)
    return ()


_JOINT = re.compile(rf"{ZWNJ}?و?{ZWNJ}?")


def _is_tail(tail: str, run: str, last: Atom, language: str) -> bool:
    """Whether a word is what may be written together with a number: a measure, or in Persian what it counts.

    >>> [len(_split(word, "fa")) for word in ("هزارنفر", "پنج\u200cنفره", "دوچرخه", "دوشاخه")]
    [1, 1, 0, 0]
    """
    bare = flat(tail)
    if bare in _measures():
        return True
    if "fa" not in _languages(language) or (not bare.startswith(_PLAIN) and key_of(run) in persian()):
        return False
    scaled = last.kind == "scale" and (bare in _TONS or (len(bare) >= len("نفر") and key_of(tail) in persian()))
    return scaled or bare in _counted()


_PLAIN = ("تا", "نفر")
"""What is never part of another word with a number («پنج‌نفره»); «دوشاخه» is one."""
_TONS = ("تن", "تنی")
"""Too short to stand after any number: «دوتن»."""


@cache
def _measures() -> frozenset[str]:
    own = (row["word"] for row in table("currencies") if row["word"].isalpha() and len(row["word"]) > len("لیر"))
    return frozenset(flat(folded(word)) for word in (*own, "درصد", "درصدی", "بالمئة", "بالمائة"))


_FOLD = ("برابر", "چندان")
"""«دوبرابر» is an adjective."""


@cache
def _counted() -> frozenset[str]:
    """Persian classifiers, persons and measures, also as the adjective of a number («دویست‌نفری»), and «تا»."""
    rows = (
        r for r in table("count_units") if r["language"] == "fa" and r["kind"] in ("classifier", "person", "measure")
    )
    named = [row["word"] for row in rows if len(row["word"]) >= len("نفر") and row["word"] not in _FOLD]
    own = [flat(folded(word)) for word in named if " " not in word]
    return frozenset((*own, *(word + ending for word in own for ending in ("ی", "ه")), "تا"))


def _known(word: str, language: str) -> Atom | None:
    return next((lexicon()[word, of] for of in _languages(language) if (word, of) in lexicon()), None)


def _atoms(folded_text: AlignedText, language: str, *, reversed_slash: bool) -> list[Atom]:
    """The number words and figures of a text, in order, without joints."""
    key = folded_text.key
    found, end = list[Atom](), 0
    for match in _DIGITS.finditer(key):
        start = match.start()
        piece = _figures_pattern().match(key, start) if start >= end else None
        if piece and not _LATIN.match(key, start - 1):
            end = piece.end()
            atom = _figures(folded_text, piece, reversed_slash=reversed_slash)
            found += [atom] if atom else []
    doubtful = set[int]()
    for match in _beginnings(language).finditer(key):
        run, start = match.group().rstrip(ZWNJ), match.start()
        atoms = _split(run, language)
        if not atoms and (atoms := _begun(run, language)):
            doubtful.add(start + atoms[0].start)
        found += [atom._replace(start=start + atom.start, end=start + atom.end) for atom in atoms]
    found.sort(key=lambda atom: atom.start)
    if not doubtful:
        return found
    return [a for at, a in enumerate(found) if a.start not in doubtful or _leads(a, found[at + 1 : at + 2], key)]


def _leads(doubtful: Atom, following: Sequence[Atom], key: str) -> bool:
    """Whether a hundred, a scale or a counted noun follows a word that is a number only before one."""
    kinds = ("hundred", "scale", "construct", "definite")
    noun = _NEXT_WORD.match(key, doubtful.end)
    if noun and (noun["word"] in _counted_in_arabic() or (noun["word"].endswith("ات") and noun["word"][:2] != "ال")):
        return True
    return any(atom.kind in kinds and _joint(key, doubtful.end, atom.start) == "glue" for atom in following)


def _figures(folded_text: AlignedText, match: re.Match[str], *, reversed_slash: bool) -> Atom | None:
    """Figures of a text; None where letters that are no word follow them («5G», «۵امین»)."""
    start, end = match.span()
    key, piece = folded_text.key, match.group()
    if not _AFTER_FIGURES.match(key, end):
        return None
    decimal = is_dotted(piece) and (bool(_DECIMAL_BEFORE.match(key, end)) or says_decimal(folded_text, start, end))
    old = reversed_slash and folded_text.raw[folded_text.bounds(start, end)[0]].isascii()
    value = figure_value(piece, decimal=decimal, reversed_slash=old)
    return Atom(value, "digits", "", start, end, "dotted" if is_dotted(piece) and not decimal else "")


_SHORT_UNITS = any_of(("تن", "طن", "لیتر", "کم", "سم", "تا"))
_AFTER_FIGURES = re.compile(
    rf"{END}|(?!{ZWNJ}?ا?مین)(?={ZWNJ}?(?:[{ARABIC_LETTERS}]{{3}}|{_SHORT_UNITS}{END}|(?:و|تا|الی|حتی)\d))"
)
"""Figures are read before a word that is glued to them («41پایگاه»), not in an ordinal («۵امین»)."""
_SCALES = any_of(row["word"] for row in table("numerals") if row["kind"] == "scale")
_DECIMAL_BEFORE = re.compile(rf"{_GAP}(?:{_SCALES}|%|درصد|بالم|فی الم|من الم)")


def _chains(atoms: Sequence[Atom], key: str) -> Iterator[list[Atom]]:
    """Atoms that nothing but space and «و» parts, each with what stands before it as its joint."""
    chain: list[Atom] = []
    for atom in atoms:
        joint = _joint(key, chain[-1].end, atom.start) if chain else ""
        if chain and not joint:
            yield chain
            chain = []
        chain.append(atom._replace(joint=joint) if joint else atom)
    if chain:
        yield chain


def _joint(key: str, start: int, end: int) -> str:
    if _AND.fullmatch(key, start, end):
        return "and"
    return "glue" if _GLUE.fullmatch(key, start, end) else ""


_NEXT_WORD = re.compile(rf" (?P<word>[{ARABIC_LETTERS}]{{3,}})")


@cache
def _counted_in_arabic() -> frozenset[str]:
    """Arabic nouns of the table, folded («بست خطوط إنتاج»)."""
    return frozenset(flat(folded(row["word"])) for row in table("count_units") if row["language"] == "ar")


def numbers(text: AlignedText | str, language: str, *, reversed_slash: bool = False) -> list[Number]:
    """The numbers of a folded text, longest phrases, in order.

    >>> [(n.value, n.spelled) for n in numbers("بیش از27 ستاد و سه عنصر و سیصد و بیست هزار نفر", "fa")]
    [(27, False), (3, True), (320000, True)]
    """
    folded_text = text if isinstance(text, AlignedText) else AlignedText.of(text)
    found = []
    for chain in _chains(_atoms(folded_text, language, reversed_slash=reversed_slash), folded_text.key):
        found += [number for number in _of_chain(chain, folded_text.key) if number.value < _MOST]
    return found


def _of_chain(chain: list[Atom], key: str) -> Iterator[Number]:
    reader, at = Reader(chain), 0
    while at < len(chain):
        reading = reader.read(at)
        if reading is None:
            at += 1
            continue
        number = _number(chain[at : reading.last], reading, key)
        if number:
            yield number
        at = reading.last


def _number(atoms: Sequence[Atom], reading: Reading, key: str) -> Number | None:
    first, last = atoms[0], atoms[-1]
    value, form = reading.value, reading.form
    if form == "chained" and (_DECIMAL_BEFORE.match(key, last.end) or _OF_THE.match(key, last.end)):
        form = ""  # «انخفض واحدا بالمئة», «خمسا من الروايات»
    if form == "chained" or (first.kind == "after_one" and _ORDINAL_BEFORE.search(key, 0, first.start)):
        return None
    if form == "construct":
        value, form = (2 * value, "") if _NOUN_AFTER.match(key, last.end) else (value, "bare")
    figures_alone = len(atoms) == 1 and first.kind == "digits"
    dotted = figures_alone and first.joint == "dotted"
    spelled = all(atom.kind != "digits" for atom in atoms)
    zeros = first.kind == "digits" and bool(_ZEROS.match(key, first.start))
    form = "dotted" if dotted else form
    return Number(first.start, last.end, whole(value), spelled, whole(reading.factor), form, zeros)


_OF_THE = re.compile(r"\sمن\sال\w{3}")
_ORDINAL_BEFORE = re.compile(r"(?:حادی|ثانی|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع)ه?\s\Z")
_NOUN_AFTER = re.compile(rf"\s(?!و\b|من\b|فی\b)[{ARABIC_LETTERS}]{{3}}")
_ZEROS = re.compile(r"0\d+(?![\d.])")


@cache
def _anywhere() -> re.Pattern[str]:
    return re.compile(rf"\d+(?:[.,/]\d+)*|{any_of(word for word, _ in lexicon())}")


def value_of(text: str) -> float | None:
    """The value of a folded number phrase; None where it has none, or one past all counting.

    A scale multiplies what stands before it, also another scale; a part (half) after one is a part of it.

    >>> value_of("6 هزار و 127"), value_of("صد و هفتاد و هفت"), value_of(AlignedText.of("مائة وسبعون").key)
    (6127.0, 177.0, 170.0)
    >>> value_of("12 هزار میلیارد"), value_of("یک و نیم میلیون"), value_of("2 میلیارد و 300 میلیون")
    (12000000000000.0, 1500000.0, 2300000000.0)
    """
    atoms: list[Atom] = []
    for match in _anywhere().finditer(text):
        piece = match.group()
        known = None if piece[0].isdigit() else _known(flat(piece), "")
        joint = ("and" if "و" in text[atoms[-1].end : match.start()] else "glue") if atoms else ""
        atom = known or Atom(figure_value(piece), "digits", "")
        atoms.append(atom._replace(start=match.start(), end=match.end(), joint=joint))
    reader, at, total = Reader(atoms), 0, Fraction(0)
    while at < len(atoms):
        reading = reader.read(at)
        total += reading.value if reading else 0
        at = reading.last if reading else at + 1
    return float(total) if atoms and total < _MOST else None
