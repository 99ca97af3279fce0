"""How a mail looks from its first bytes; for who opens its attachments and for who reads it."""

_MAIL = (b"from:", b"to:", b"subject:", b"date:", b"mime-version:", b"received:", b"return-path:", b"message-id:")
_FEWEST = 3
HEAD = 4096
"""How many bytes of a file are looked at."""


def mail_headers(head: bytes) -> int:
    """How many of the usual headers of a mail stand in the first bytes.

    >>> mail_headers(b"From: a@example.org\\r\\nSubject: x\\r\\n"), mail_headers(b"from: here")
    (2, 1)
    """
    lines = b"\n" + head[:HEAD].lower()
    return sum(b"\n" + name in lines for name in _MAIL)


def is_mail(head: bytes, name: str) -> bool:
    """Whether a file is a mail: by several headers, or one and a name that ends in .eml."""
    found = mail_headers(head)
    if name.lower().endswith(".eml"):
        return found > 0
    lower = head[:HEAD].lower()
    return found >= _FEWEST and b"\nmime-version:" in b"\n" + lower and b"multipart/related" not in lower


def is_mailbox(head: bytes, name: str) -> bool:
    """Whether a file is an mbox: mails in a row, each behind a line that begins with «From »."""
    first, _, rest = head.partition(b"\n")
    return first.startswith(b"From ") and (name.lower().endswith(".mbox") or mail_headers(rest) >= _FEWEST)
