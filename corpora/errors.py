"""Errors of the corpora package."""

from corpora.sentences import Sentence


class CorpusError(Exception):
    """Base of what can be wrong with a document record or a data table."""


class InvalidDocument(CorpusError):
    """Raised when a record breaks an invariant of the Document (a span outside the text, a surface that differs)."""


class InvalidTable(CorpusError):
    """Raised when a row of a data table cannot be read; names the file and the line."""


class InvalidValue(CorpusError):
    """Raised when the value of a mention is not of its label's type; says which part is wrong."""

    def __init__(self, label: str, wrong: str) -> None:
        """Keeps both; the message has them together."""
        super().__init__(Sentence("the value of {label}: {wrong}", label=label, wrong=wrong))
        self.label, self.wrong = label, wrong
