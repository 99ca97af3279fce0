"""Why something could not be read, in the reader's language: what is ours is translated, a library's words are kept.

A failure has an English sentence, for the command line and the API. Which one it is, is told by the templates of
``locale/LANGUAGE/LC_MESSAGES/unread.po``, so that failures of earlier programs are told in all languages, too.
"""

import re
from dataclasses import dataclass
from functools import cache

from search_api.pages.language import Interface, unread, unread_templates
from search_api.pages.refusals import isolated

_VALUE = re.compile(r"\{(\w+)\}")
_RAW = ("reason", "rest")
"""Values that are the words of another program."""
_NUMBER = re.compile("[0-9]{1,3}(?:,[0-9]{3})*")
_LARGE, _UNSAFE, _SITE = "advice_large", "advice_unsafe", "advice_site"
_ADDRESS, _MODEL, _PRIVATE = "advice_address", "advice_model", "advice_private"
ADVICE = {
    "Tesseract took longer than {seconds} s for a page": "advice_scan",
    "a picture of {width} × {height} pixels holds no text": "advice_empty",
    "an Outlook message; save it as .eml, which is read": "advice_mail",
    "an old Office file; LibreOffice is needed to read it: {reason}": "advice_old_office",
    "an upload does not change a document that did not come by one": "advice_not_by_upload",
    "fetching it took longer than {seconds} s": _SITE,
    "it answered with status {status}": _MODEL,
    "it is a link that leads out of the folder; name the file itself to have it read": "advice_link",
    "it is redirected more than {times} times": _SITE,
    "it took longer than {seconds} s": _MODEL,
    "its answer has more than {bytes} bytes": _MODEL,
    "its bytes are not kept any more": "advice_send_again",
    "its document was moved to another collection": "advice_moved",
    "its id was given to another text earlier in this run": "advice_same_id",
    "line {line} has no end; what follows it is not read": "advice_lines",
    "only http and https are fetched, not {scheme}": _ADDRESS,
    "port {port} is not one of the web's": _ADDRESS,
    "the address cannot be read: {reason}": _ADDRESS,
    "the address holds a backslash, a blank or a control character": _ADDRESS,
    "the address holds a user name, which is not sent and not kept": _ADDRESS,
    "the archive has more members than the limit of {most}": "advice_split",
    "the line holds more than {values} values": "advice_lines",
    "the line is longer than the limit of {bytes} bytes": "advice_lines",
    "the line is nested too deeply": "advice_lines",
    "the line is not JSON: {reason}": "advice_lines",
    "the line is not a JSON object": "advice_lines",
    "the mail has more than {bytes} bytes": "advice_large_mail",
    "the model {model} says nothing of it": _MODEL,
    "the page cannot be fetched: {reason}": _SITE,
    "the page cannot be unpacked: it is cut off": _SITE,
    "the page cannot be unpacked: {reason}": _SITE,
    "the page has more than {bytes} bytes": _LARGE,
    "the page is packed more than once, or in a way that was not asked for": _SITE,
    "the picture has {pages} pages": "advice_split",
    "the picture has {width} × {height} pixels": "advice_picture",
    "the server answered with status {status}": _SITE,
    "the sheet {sheet} has more than {cells} cells": "advice_split",
    "the site's robots.txt does not allow it": "advice_robots",
    "the text is in no encoding that is known here": "advice_encoding",
    "{address} is not a public address; ASNAD_FETCH_ALLOWED={host} or ASNAD_FETCH_PRIVATE=1 allows it": _PRIVATE,
    "{bytes} bytes are more than the limit of {most}": _LARGE,
    "{lines} lines in a row are no records; what follows line {line} is not read": "advice_lines",
    "{member} defines entities, which no {what} does": _UNSAFE,
    "{member} unpacks to {bytes} bytes": "advice_packed",
    "{number} suggestions are left out: {reason}": _MODEL,
    "{service} cannot be asked: {reason}": _MODEL,
}
"""Template → the key of what helps, where that is not what helps with most failures of its code."""


@dataclass(frozen=True, slots=True)
class Told:
    """Why something was not read: a sentence, or "" where none is known; what helps; the words of other programs."""

    sentence: str
    advice: str
    raw: str


def told(ui: Interface, code: str, message: str) -> Told:
    """Why something was not read, from the code and the message of its failure.

    >>> ui = Interface("fa")
    >>> told(ui, "corrupt", "the PDF cannot be read: Unexpected EOF").raw
    'Unexpected EOF'
    >>> told(ui, "bomb", "the picture has 30,000 × 30,000 pixels").sentence
    'این تصویر ۳۰٬۰۰۰ در ۳۰٬۰۰۰ پیکسل است و بیش از سقف است'
    >>> told(ui, "internal", "KeyError: 'a'").sentence, told(ui, "internal", "KeyError: 'a'").raw
    ('', "KeyError: 'a'")
    """
    template, values = _recognised(message)
    general = ui(f"advice_{code}")
    if not template:
        return Told("", general, message)
    advice = ui(ADVICE[template]) if template in ADVICE else general
    raw = " ".join(values[name].strip(" :") for name in _RAW if name in values)
    text = unread(ui.language).gettext(template) if ui.language != "en" else _without_raw(template)
    return Told(text.format(**{name: _shown(ui, value) for name, value in values.items()}), advice, raw)


def _without_raw(template: str) -> str:
    """The English sentence without the words of another program, from its capital.

    >>> _without_raw("the PDF cannot be read: {reason}")
    'The PDF cannot be read'
    """
    text = template.replace(": {reason}", "").replace("{rest}", "")
    return text[:1].upper() + text[1:]


def _shown(ui: Interface, value: str) -> str:
    if _NUMBER.fullmatch(value):
        return ui.number(int(value.replace(",", "")))
    return ui.digits(value) if value.isdecimal() and value.isascii() else isolated(value)


def _recognised(message: str) -> tuple[str, dict[str, str]]:
    """The template that a message was made of, with its values; of several the one that says most itself."""
    for template, pattern in _patterns():
        if found := pattern.fullmatch(message):
            return template, found.groupdict()
    return "", {}


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    templates = sorted(unread_templates(), key=lambda one: (-len(_VALUE.sub("", one)), one))
    return [(template, _pattern(template)) for template in templates]


def _pattern(template: str) -> re.Pattern[str]:
    parts = _VALUE.split(template)
    named = (f"(?P<{part}>.*?)" if number % 2 else re.escape(part) for number, part in enumerate(parts))
    return re.compile("".join(named), re.DOTALL)
