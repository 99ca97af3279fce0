"""Errors of the pipeline package, named for what they mean to a user."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from corpora.sentences import Sentence

CODES = (
    "timeout",
    "memory",
    "encrypted",
    "corrupt",
    "bomb",
    "unsupported",
    "empty",
    "ocr_missing",
    "unreadable",
    "refused",
    "internal",
)


_WHO = re.compile(r"//[^/@\s,]*@")
"""Who asks, with a password, in an address."""
_SECRET = re.compile(r"(?i)\b(\w*(?:password|passwd|secret|token|key)=)[^&\s,;'\"]+")
"""A parameter of an address that only its owner should see."""


def without_secrets(text: str) -> str:
    """A message or an address without the passwords in it.

    >>> without_secrets("postgresql://asnad:hush@db/archive?sslmode=require&password=hush does not answer")
    'postgresql://db/archive?sslmode=require&password=… does not answer'
    """
    return _SECRET.sub(r"\1…", _WHO.sub("//", text))


class PipelineError(Exception):
    """Base of what the pipeline can say went wrong: a sentence in English, with its values by name.

    >>> str(RefusedDecision("there is no decision {number} in force", number=7))
    'there is no decision 7 in force'
    """

    def __init__(self, template: str = "", /, **values: Any) -> None:
        """Takes a sentence, or the template of one and what stands in it; pages say it in the reader's language."""
        super().__init__(template if isinstance(template, Sentence) else Sentence(template, **values))


class UnreadableSource(PipelineError):
    """Raised when a source cannot become a document; becomes a ``failures`` row.

    ``code`` is one of CODES, ``message`` says it in plain words.
    """

    def __init__(self, code: str, message: str) -> None:
        """Keeps both; the message is what a user reads."""
        super().__init__(message)
        self.code = code if code in CODES else "internal"
        self.message = message


class QuerySyntaxError(PipelineError):
    """Raised when a query does not parse; ``position`` is a code point of the query, ``reason`` one of REASONS."""

    REASONS: ClassVar[dict[str, str]] = {
        "quote": "the quotation mark is not closed",
        "bracket": "the bracket is not closed",
        "nesting": "there are too many brackets inside each other",
        "length": "the query is longer than 4096 characters",
        "field": "the field wants a word or a phrase",
        "nothing": "there is nothing in the query that can be looked for",
        "near": "NEAR wants a word or a phrase on both sides",
        "pattern": "a word with * or ~ wants at least two letters",
        "value": "the value does not parse",
        "exclude": "what is left out is written FIELD:VALUE",
    }

    def __init__(
        self,
        reason: str,
        position: int,
        suggestion: str = "",
        detail: str = "",
        *,
        field: str = "",
        parameter: tuple[str, str] = ("", ""),
    ) -> None:
        """Keeps where it went wrong, what to write instead, and what is wrong with a value of which field.

        ``parameter`` is the name and the value of the part of an address that does not parse, where it is not a query.
        """
        given = f"{parameter[1]}: " if parameter[0] and detail else ""
        self.message = self.REASONS[reason] + (f": {given}{detail}" if detail else "")
        super().__init__(self.message)
        self.reason = reason
        self.position = position
        self.suggestion = suggestion
        self.detail = detail
        self.field = field
        self.parameter = parameter


class Forbidden(PipelineError):
    """Raised where who asks may see what he asks about, but has not the role for what he wants to do."""


class Unknown(PipelineError):
    """Raised where who asks has not said, or not proved, who he is."""


class TooManyTries(PipelineError):
    """Raised where somebody tries to sign in too soon after failures; ``seconds`` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        """Keeps how long to wait."""
        super().__init__("too many sign-ins failed; try again in {seconds:,} seconds", seconds=seconds)
        self.seconds = seconds


class SignInRefused(PipelineError):
    """Raised where what an OpenID provider sends proves nothing: another state or nonce, a signature, a time."""


class ProviderUnavailable(PipelineError):
    """Raised where an OpenID provider does not answer, or says what it should not."""


class UserNotFound(PipelineError):
    """Raised for a user or a key that is not there."""


class CollectionNotFound(PipelineError):
    """Raised for a collection that is not there, or that who asks may not know of."""


class RunNotFound(PipelineError):
    """Raised for a run that is not there, or that who asks may not know of."""


class MonitorNotFound(PipelineError):
    """Raised for a monitor, or a part of one, that is not there, or that who asks may not know of."""


class FailureNotFound(PipelineError):
    """Raised for a failure that is not there, or left no bytes."""


class SourceNotFound(PipelineError):
    """Raised for a source that is not there, or that who asks may not know of."""


class UnusableSource(PipelineError):
    """Raised for an address that lists nothing, or cannot be had: ``trouble`` says why, ``detail`` has its values."""

    def __init__(self, trouble: str, message: str, detail: Mapping[str, Any]) -> None:
        """Keeps all three."""
        super().__init__(message)
        self.trouble = trouble
        self.detail = detail


class EntryNotFound(PipelineError):
    """Raised for an entry of the register that is not there, or whose documents one may not see."""


class AppointmentNotFound(EntryNotFound):
    """Raised for an appointment that is not there, or whose documents one may not see."""


class MeetingNotFound(EntryNotFound):
    """Raised for a meeting that is not there, or whose documents one may not see."""


class OrganisationNotFound(PipelineError):
    """Raised for an organisation that is not there, or that nothing names which who asks may see."""


class EntityNotFound(PipelineError):
    """Raised for an entity that is not there."""


class RefusedDecision(PipelineError):
    """Raised for a decision that cannot be meant; the message says why."""


class RefusedValue(RefusedDecision):
    """Raised for a decision whose value cannot be meant; the message says why, and how one is written."""


class InvalidRedaction(PipelineError):
    """Raised for a redaction that cannot be made; the message says why."""


class UnreadableExchange(PipelineError):
    """Raised for a file of another tool, or a part of one, that is not what it is said to be."""


class MissingPackage(PipelineError):
    """Raised for what needs a package that is not installed; the message says how to get it."""


class DecisionConflict(RefusedDecision):
    """Raised where somebody else decided since: ``now`` is what stands, ``asked`` what was to stand, ready for JSON."""

    def __init__(self, template: str, now: Any, asked: Any, /, **values: Any) -> None:
        """Takes the sentence as every error does, and keeps both sides."""
        super().__init__(template, **values)
        self.now = now
        self.asked = asked


class DocumentNotFound(PipelineError):
    """Raised when no document has the id that was asked for."""


class DamagedDocument(PipelineError):
    """Raised for a document of which something stored cannot be meant, such as a value that is none of its label."""

    def __init__(self, key: str, wrong: str) -> None:
        """Says whose it is, what is wrong, and what mends it."""
        super().__init__(
            "what is stored of {key} is damaged: {reason}; asnad reprocess finds its mentions anew",
            key=key,
            reason=wrong,
        )


class AmbiguousDocument(PipelineError):
    """Raised when an id names documents of several sources; ``keys`` tells them apart."""

    def __init__(self, given: str, keys: tuple[str, ...]) -> None:
        """Keeps the keys to choose from."""
        super().__init__(
            "the id {given!r} names {count} documents; ask for one of these keys: {keys}",
            given=given,
            count=len(keys),
            keys=keys,
        )
        self.keys = keys


class InvalidCursor(PipelineError):
    """Raised when a cursor was not given out by this server, or for another query."""


class WorkspaceError(PipelineError):
    """Raised when a workspace cannot be opened or made; says what to do."""


class BackendUnavailable(PipelineError):
    """Raised when the search engine cannot answer."""


class StoreUnavailable(PipelineError):
    """Raised when the database does not answer, or cannot take more; what was committed stays."""
