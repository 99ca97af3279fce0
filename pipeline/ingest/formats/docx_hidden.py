"""What Word does not show: text whose run says that it is hidden, or whose style does."""

from collections.abc import Mapping
from typing import Any

from pipeline.ingest.formats.docx_numbers import W, value_of

_OFF = ("0", "false", "off")
_DEEPEST = 20
"""Styles that are based on each other, at most."""


class Hiding:
    """Tells which runs of a document are hidden.

    A run says so itself, else its style and that of its paragraph do; where both do, they cancel each other out, as
    every property does that Word calls a toggle.
    """

    def __init__(self, styles: Any) -> None:
        """Takes the root of the part ``styles``; None where there is none."""
        named = [] if styles is None else styles.findall(f"{W}style")
        self._styles: Mapping[str, Any] = {style.get(f"{W}styleId"): style for style in named}
        self._known: dict[str, bool] = {"": False}

    def hides(self, run: Any) -> bool:
        """Whether a run is hidden."""
        about = run.find(f"{W}rPr")
        own = _said(about)
        if own is not None:
            return own
        return self._styled(value_of(about, "rStyle")) != self._styled(self._of_paragraph(run))

    def _of_paragraph(self, run: Any) -> str:
        above = next(run.iterancestors(f"{W}p"), None)
        return value_of(above.find(f"{W}pPr"), "pStyle") if above is not None else ""

    def _styled(self, name: str) -> bool:
        """Whether a style hides, or one that it is based on."""
        if name not in self._known:
            self._known[name] = self._looked_up(name)
        return self._known[name]

    def _looked_up(self, name: str) -> bool:
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                break
            said = _said(style.find(f"{W}rPr"))
            if said is not None:
                return said
            name = value_of(style, "basedOn")
        return False


def _said(about: Any) -> bool | None:
    """What properties say of hiding; None where they say nothing."""
    hidden = about.find(f"{W}vanish") if about is not None else None
    return None if hidden is None else hidden.get(f"{W}val", "1") not in _OFF
