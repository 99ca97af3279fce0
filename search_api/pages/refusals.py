"""What went wrong, in the reader's language: the template of an error is looked up, its values are put in by the page.

The texts are in ``locale/LANGUAGE/LC_MESSAGES/refusals.po``, by the English template; English needs none.
"""

import unicodedata
from collections.abc import Collection
from typing import Any

from fastapi import Request

from corpora.sentences import Sentence, sentence_of
from pipeline.errors import (
    BackendUnavailable,
    MissingPackage,
    ProviderUnavailable,
    QuerySyntaxError,
    StoreUnavailable,
    UnreadableSource,
    UnusableSource,
    WorkspaceError,
)
from search_api.pages.language import Interface, interface_of, refusals

FOR_KEEPERS = (BackendUnavailable, MissingPackage, ProviderUnavailable, StoreUnavailable, WorkspaceError)
"""What only who keeps the archive can mend: a page says that it cannot be had now, and has the English beside it."""
_DAYS = ("date", "published", "added", "since", "until")
_CLOSED = {
    "calendar": "calendar_",
    "edits": "edit_",
    "fields": "field_",
    "kinds": "org_",
    "label": "label_one_",
    "part": "part_",
    "parts": "part_",
    "labels": "label_one_",
    "languages": "lang_",
    "role": "role_",
    "unknown": "label_one_",
    "verdicts": "verdict_",
    "ways": "outside_",
}
"""Name of a value that is a word of a closed list → how the keys of its texts begin."""


def told(ui: Interface, error: Exception | str | None) -> str:
    """Why something was refused, as the reader says it; "" for nothing.

    >>> from pipeline.errors import RefusedDecision
    >>> error = RefusedDecision("there is no decision {number} in force", number=7)
    >>> told(Interface("fa"), error), told(Interface("ar"), error), told(Interface("en"), error)
    ('تصمیم ۷ برقرار نیست', 'القرار ٧ غير سارٍ', 'there is no decision 7 in force')
    """
    if isinstance(error, QuerySyntaxError):
        more = f" · {ui('try_instead')} {isolated(error.suggestion)}" if error.suggestion else ""
        return unread(ui, error) + more
    if error is None or ui.language == "en":
        return str(error or "")
    if isinstance(error, UnreadableSource):
        return ui(f"code_{error.code}")
    if isinstance(error, UnusableSource):
        return ui(f"source_said_{error.trouble}")
    if isinstance(error, FOR_KEEPERS):
        return ui("unavailable")
    if isinstance(error, Exception):
        error = sentence_of(error)
    return _said(ui, error) if isinstance(error, Sentence) else isolated(error)


def unread(ui: Interface, error: QuerySyntaxError) -> str:
    """What is wrong with a query or a filter, of which field, and why; not what to write instead.

    >>> from corpora.sentences import Sentence
    >>> why = Sentence("the range ends before it begins")
    >>> unread(Interface("fa"), QuerySyntaxError("value", 0, detail=why, field="size"))
    'مقدار «حجم فایل» خوانده نشد: پایان بازه پیش از آغاز آن است'
    """
    names = (f"{kind}_{error.field}" for kind in ("facet", "field"))
    name = next((key for key in names if error.field and ui.has(key)), "")
    of = "query_date_of" if error.field in _DAYS else "query_value_of"
    said = ui(of, field=ui(name)) if name else ui(f"query_{error.reason}")
    return said + (f": {told(ui, error.detail)}" if error.detail else "")


def told_to(request: Request, error: Exception | str | None) -> str:
    """The same for who asked."""
    return told(interface_of(request), error)


def details(error: Exception) -> str:
    """The English of what only who keeps the archive can mend; "" for what everybody is told in full."""
    return str(error) if isinstance(error, FOR_KEEPERS) else ""


def _said(ui: Interface, sentence: Sentence) -> str:
    held = refusals(ui.language)
    number = next((value for value in sentence.values.values() if isinstance(value, int)), 1)
    text = held.ngettext(sentence.template, sentence.template, number) or held.gettext(sentence.template)
    if not text:
        return isolated(sentence)
    if not sentence.values:
        return text
    return _from_the_right(text.format(**{name: _shown(ui, name, value) for name, value in sentence.values.items()}))


def _from_the_right(text: str) -> str:
    """A Persian or Arabic sentence that begins with a Latin name, also where its first letter gives the direction.

    >>> _from_the_right("report.pdf در بایگانی نیست")[0] == "\\N{RIGHT-TO-LEFT MARK}"
    True
    >>> _from_the_right("«یزد» در بایگانی نیست")
    '«یزد» در بایگانی نیست'
    """
    strong = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in strong if kind in ("L", "R", "AL")), "")
    return f"\N{RIGHT-TO-LEFT MARK}{text}" if first == "L" else text


def _shown(ui: Interface, name: str, value: Any) -> str:
    """A value: a sentence in the reader's language, a number in his digits, a word of ours as he calls it."""
    if isinstance(value, Sentence | Exception):
        return told(ui, value)
    if isinstance(value, int):
        return ui.number(value)
    if isinstance(value, Collection) and not isinstance(value, str):
        return ui("list_comma").join(_shown(ui, name, one) for one in value)
    key = f"{_CLOSED[name]}{value}" if name in _CLOSED else ""
    return ui(key) if key and ui.has(key) else isolated(str(value))


def isolated(text: str) -> str:
    """A name, an address or the words of another program, read in their own direction within the sentence."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
