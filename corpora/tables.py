"""Reads the data tables of ``corpora/data``: tab-separated, ``#`` starts a comment line, first row names columns."""

from functools import cache
from itertools import zip_longest
from pathlib import Path

from corpora.errors import InvalidTable

DATA = Path(__file__).parent / "data"


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``data/NAME.tsv``; missing trailing cells are "". Raises InvalidTable on too many cells."""
    path = DATA / f"{name}.tsv"
    rows: list[dict[str, str]] = []
    header: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
        elif len(cells) > len(header):
            raise InvalidTable(f"{path.name}:{number}: {len(cells)} cells for {len(header)} columns")
        else:
            rows.append(dict(zip_longest(header, cells, fillvalue="")))
    return tuple(rows)


def words(name: str, **where: str) -> tuple[str, ...]:
    """The ``word`` column of the rows whose other columns have these values."""
    return tuple(row["word"] for row in table(name) if all(row[k] == v for k, v in where.items()))
