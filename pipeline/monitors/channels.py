"""What each kind of destination takes: how long a message may be, and which characters mean something to it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_UNTAMED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, embeddings, overrides and isolates."""
_CALLS = re.compile(r"(?<!\w)@(?=(?:all|channel|here|everyone)\b)", re.IGNORECASE)
"""What programs that take Slack's messages read as a call to everybody, though Slack itself does not."""
_APART = "\N{ZERO WIDTH SPACE}"
_STYLES = {
    "*": "\N{ASTERISK OPERATOR}",
    "_": "\N{MODIFIER LETTER LOW MACRON}",
    "~": "\N{TILDE OPERATOR}",
    "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
}
"""Marks that style what stands between two of them, and what looks like them: Slack has no way to escape one."""
_STYLED = re.compile(r"https?://\S+|(?<!\w)[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?!\w)|(?<!\d):(?=[a-z0-9_+'-]+:)")
"""Addresses, which stay; such marks where a word begins or ends; the colon of the name of a picture, not of a time."""


def tame(text: str) -> str:
    """The text without characters that turn what stands beside them around, or that no message should have.

    >>> tame("\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe \a")
    'gpj.exe '
    """
    return _UNTAMED.sub("", text)


def for_slack(text: str) -> str:
    """The text as Slack shows it letter by letter: no link, no mention, no call of its own.

    Nor is it styled: marks that would do so are put as signs that look like them.

    By Slack's rules ``&``, ``<`` and ``>`` are written as in HTML. Mattermost and Discord take Slack's messages and
    read Markdown in them, so what would be a link or a call there is parted by a character that cannot be seen.

    >>> for_slack("<https://evil.example|click> & <!channel>")
    '&lt;https://evil.example|click&gt; &amp; &lt;!channel&gt;'
    >>> for_slack("[اینجا](https://evil.example) @here").replace("\N{ZERO WIDTH SPACE}", "·")
    '[اینجا]·(https://evil.example) @·here'
    >>> for_slack("*فوری* 3*4 a_b https://press.example/_a_ 12:30:45")
    '∗فوری∗ 3*4 a_b https://press.example/_a_ 12:30:45'
    >>> for_slack(":tada: https://press.example/urn:nbn:ir:88").replace("\N{ZERO WIDTH SPACE}", "·")
    ':·tada: https://press.example/urn:nbn:ir:88'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _CALLS.sub(f"@{_APART}", text.replace("](", f"]{_APART}("))
    text = _STYLED.sub(_unstyled, text)
    return "\n".join(f"{_APART}{line}" if line.startswith("&gt;") else line for line in text.split("\n"))


def _unstyled(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("http") else "".join(_STYLES.get(mark, mark + _APART) for mark in found[0])


def utf16(text: str) -> int:
    """The length of a text as Telegram counts it, in code units of UTF-16.

    >>> utf16("سیل"), utf16("😀")
    (3, 2)
    """
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, most: int) -> str:
    """The beginning of a text that has so many code units of UTF-16 at most.

    >>> cut("سیل در گیلان", 8), cut("😀😀", 3), cut("سیل", 3)
    ('سیل در …', '😀…', 'سیل')
    """
    if utf16(text) <= most:
        return text
    units = text.encode("utf-16-le", "replace")[: 2 * (most - 1)]
    return units.decode("utf-16-le", "ignore") + "…"


@dataclass(frozen=True, slots=True)
class Channel:
    """A kind of destination: ``most`` is what one message may have, of what ``size`` counts."""

    most: int
    escape: Callable[[str], str] = str


CHANNELS: Mapping[str, Channel] = {
    "telegram": Channel(4096),  # of UTF-16; no parse mode is asked for, so nothing in it is markup
    "slack": Channel(4000, for_slack),  # what Slack advises; it cuts at 40,000, Rocket.Chat refuses over 5,000
    "email": Channel(100_000),  # bytes of HTML: Gmail folds what is longer away
    "webhook": Channel(100_000),  # bytes: what common frameworks take of JSON
}
