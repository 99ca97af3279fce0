"""Errors of the extractors package."""


class ExtractorError(Exception):
    """Base of what can go wrong in extraction; a bug, since any text must go through."""


class UnknownExtractor(ExtractorError):
    """Raised when a name is asked for that the registry does not have."""
