"""Whether a page says itself that only those who pay can read all of it."""

import re

_SAYS = re.compile(
    rb"""["']isAccessibleForFree["']\s*:\s*["']?false"""
    rb"""|<meta[^>]{0,200}article:content_tier["'][^>]{0,200}content=["'](?:locked|metered)""",
    re.IGNORECASE,
)


def is_paywalled(page: bytes) -> bool:
    """Whether a page states it, as search engines ask publishers to (schema.org, Open Graph).

    >>> is_paywalled(b'{"@type": "NewsArticle", "isAccessibleForFree": "False"}'), is_paywalled(b"<p>free</p>")
    (True, False)
    """
    return bool(_SAYS.search(page))
