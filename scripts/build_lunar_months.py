"""Builds ``corpora/data/lunar_months_ir.tsv``: the days on which lunar months began in Iran.

The package ``holidays`` (MIT) has the religious holidays of Iran as its calendar centre announced them; what it only
reckons is left out. Usage: ``pip install holidays``, then ``python scripts/build_lunar_months.py > FILE``.
"""

import importlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from extractors.dates import calendars

_FIRST, _LAST = 2001, 2026
"""Years of which every date is confirmed (``..._CONFIRMED_YEARS`` of the package)."""
_DAYS = {
    "Tasua": (1, 9),
    "Ashura": (1, 10),
    "Arbaeen": (2, 20),
    "Death of Prophet Muhammad and Martyrdom of Hasan ibn Ali": (2, 28),
    "Martyrdom of Hasan al-Askari": (3, 8),
    "Birthday of Muhammad and Imam Ja'far al-Sadiq": (3, 17),
    "Martyrdom of Fatima": (6, 3),
    "Birthday of Imam Ali": (7, 13),
    "Isra' and Mi'raj": (7, 27),
    "Birthday of Mahdi": (8, 15),
    "Martyrdom of Imam Ali": (9, 21),
    "Eid al-Fitr": (10, 1),
    "Martyrdom of Imam Ja'far al-Sadiq": (10, 25),
    "Eid al-Adha": (12, 10),
    "Eid al-Ghadir": (12, 18),
}
"""Holiday → month and day of the lunar year."""
_HEAD = (
    "# The days on which lunar months began in Iran, by the public holidays of its official calendar (a holiday of each"
    " month gives its first day); months without a holiday are not known.\nyear\tmonth\tbegins\n"
)


def _begins(holidays: Any) -> Iterator[tuple[int, int, date]]:
    """Hijri year, month and its first day, once a holiday."""
    for day, names in holidays.items():
        for name in names.split("; "):
            if name in _DAYS:
                month, number = _DAYS[name]
                first = day - timedelta(days=number - 1)
                yield calendars.parts("hijri", first + timedelta(days=10))[0], month, first


def main() -> None:
    """Writes the table; months whose holidays disagree would be an error of the source, and end the run."""
    iran = importlib.import_module("holidays.countries.iran").Iran(years=range(_FIRST, _LAST + 1), language="en_US")
    found: dict[tuple[int, int], set[date]] = defaultdict(set)
    for year, month, first in _begins(iran):
        found[year, month].add(first)
    odd = {key for key, days in found.items() if len(days) > 1}
    if odd:
        sys.exit(f"holidays of one month disagree: {sorted(odd)}")
    rows = (f"{year}\t{month}\t{min(days)}\n" for (year, month), days in sorted(found.items()))
    sys.stdout.write(_HEAD + "".join(rows))


if __name__ == "__main__":
    main()
