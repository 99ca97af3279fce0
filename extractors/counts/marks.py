"""Numbers of the lines of a list («(1) بنك الخرطوم», «2) …», «۳- …»), which count nothing."""

import re

_MARK = re.compile(r"(?:\A|(?<=\n))[ \t]*(?:\((?P<inside>\d{1,2})\)|(?P<before>\d{1,2})[ ]?[).\-–])(?=\s)")


def line_marks(key: str) -> frozenset[int]:
    """Where the figures of such numbers begin in a folded text: of lines whose numbers follow one another.

    >>> sorted(line_marks("(1) بنک\\n(2) شرکة")), line_marks("(191) قضیة"), line_marks("(4) قضایا")
    ([1, 9], frozenset(), frozenset())
    """
    found = [(int(match["inside"] or match["before"]), match) for match in _MARK.finditer(key)]
    numbers = {number for number, _ in found}
    return frozenset(
        match.start("inside" if match["inside"] else "before")
        for number, match in found
        if {number - 1, number + 1} & numbers
    )
