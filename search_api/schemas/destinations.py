"""Where alerts of a monitor are sent, and how they are told there."""

from typing import Literal

from pydantic import BaseModel, Field

from pipeline.monitors.deliveries import Delivery, Destination, Previewed, Wanted, shown

type Way = Literal["webhook", "slack", "telegram", "email"]
type Language = Literal["fa", "ar", "en"]
_LONGEST = 4000


class MessageIn(BaseModel):
    """How alerts are told: fields in braces, those above a line `---` once, the others for each; "" as always."""

    kind: Way
    language: Language = "fa"
    template: str = Field("", max_length=_LONGEST)

    def wanted(self) -> Wanted:
        """The same for the service."""
        return Wanted(target="", **self.model_dump())


class DestinationIn(MessageIn):
    """A destination to be made: ``chat`` is that of Telegram, ``minutes`` how long alerts are gathered."""

    target: str = Field(max_length=2000)
    chat: str = Field("", max_length=200)
    minutes: int = Field(0, ge=0, le=10_080)

    def wanted(self) -> Wanted:
        """The same for the service."""
        return Wanted(**self.model_dump())


class TemplateIn(BaseModel):
    """How alerts are told from now on."""

    template: str = Field(max_length=_LONGEST)


class MadeOut(BaseModel):
    """A destination that was made; ``secret`` signs what a webhook is sent, and is told this once."""

    id: str
    secret: str


class DestinationOut(BaseModel):
    """A destination without its secrets; ``last`` is what became of the newest message, ``told`` why."""

    id: str
    kind: Way
    target: str
    language: Language
    minutes: int
    template: str
    at: str
    last: str
    told: str

    @classmethod
    def of(cls, one: Destination, log: list[Delivery]) -> "DestinationOut":
        """The destination as JSON has it."""
        names = ("id", "kind", "language", "minutes", "template", "at")
        last, told = (log[0].state, str(log[0].told)) if log else ("", "")
        return cls(**{name: getattr(one, name) for name in names}, target=shown(one), last=last, told=told)


class PreviewedOut(BaseModel):
    """What a template makes of the newest alerts, or of a sample; ``html`` and ``subject`` are those of an e-mail."""

    text: str
    html: str
    subject: str

    @classmethod
    def of(cls, made: Previewed) -> "PreviewedOut":
        """The preview as JSON has it."""
        return cls(text=made.text, html=made.html, subject=made.subject)
