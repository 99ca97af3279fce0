"""Lists in pages: which part of one is shown («11–20 of 257»), and where its other parts are."""

from dataclasses import dataclass

from search_api.pages.language import Interface
from search_api.pages.shell import Items


@dataclass(frozen=True, slots=True)
class Paging:
    """A part of a list: its first and last row from 1, how many rows there are where that is known, and the links."""

    first: int
    last: int
    total: int | None
    start: str = ""
    previous: str = ""
    next: str = ""

    @classmethod
    def of(
        cls, items: Items, at: int, shown: int, size: int, total: int | None = None, *, more: bool = False
    ) -> "Paging":
        """Of a list whose pages are told apart by the parameter ``at``, the rows before the first that is shown.

        ``more`` says whether there are further rows, where ``total`` is not known.
        """
        further = at + shown < total if total is not None else more
        before = max(0, at - size)
        return cls(
            at + 1 if shown else at,
            at + shown,
            total,
            items.with_value("at", "") if at else "",
            items.with_value("at", str(before) if before else "") if at else "",
            items.with_value("at", str(at + shown)) if further else "",
        )

    def said(self, ui: Interface) -> str:
        """Which part this is, in words.

        >>> Paging(11, 20, 257).said(Interface("en"))
        '11–20 of 257'
        """
        first, last = ui.number(self.first), ui.number(self.last)
        if self.total is None:
            return ui("page_range", first=first, last=last)
        return ui("page_of", first=first, last=last, total=ui.number(self.total))
