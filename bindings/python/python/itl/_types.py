"""What the functions of the package return."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, TypedDict

if TYPE_CHECKING:
    from ._itl import Template


@dataclass(frozen=True)
class Span:
    """A place in a source. ``source[span.start : span.end]`` is the text there."""

    start: int
    """The first character, as indexes of a ``str`` count."""
    end: int
    """The character after the last."""
    line: int
    """The line of the start, from 1."""
    column: int
    """The column of the start, from 1."""
    byte_start: int
    """The first byte of the UTF-8 form."""
    byte_end: int
    """The byte after the last."""


@dataclass(frozen=True)
class Label:
    """A further place that explains a diagnostic."""

    span: Span
    message: str


@dataclass(frozen=True)
class Suggestion:
    """A change of the source that mends it."""

    span: Span
    replacement: str


@dataclass(frozen=True)
class Diagnostic:
    """One error or warning, with its place and a way out."""

    code: str
    """Stable, such as ``E0201``; :func:`itl.explain` tells more about it."""
    severity: str
    """``error``, ``warning`` or ``note``."""
    message: str
    """One sentence without a final stop."""
    span: Span
    """In the template, or in the partial that ``partial`` names."""
    labels: tuple[Label, ...]
    help: Optional[str]
    suggestion: Optional[Suggestion]
    partial: Optional[str]
    """The partial whose source the spans count in; ``None`` for the template itself."""
    file: str
    """The name of that source."""

    def __str__(self) -> str:
        at = self.span
        return f"{self.file}:{at.line}:{at.column}: {self.severity}[{self.code}]: {self.message}"


@dataclass(frozen=True)
class Traced:
    """What one run of one tag wrote: ``text[start:end]``."""

    tag: Span
    partial: Optional[str]
    start: int
    end: int


class Rendered(str):
    """A rendered text: a ``str`` that knows what was noticed on the way."""

    warnings: tuple[Diagnostic, ...] = ()
    """What rendering found: one for each tag and code, in the order of the render."""
    ok: bool = True
    """Whether a strict caller would take it: no errors in the template, nothing missing, no limit reached."""
    trace: tuple[Traced, ...] = ()
    """Which tag wrote which part of the text, if the option ``trace`` asked for it."""


class Message(TypedDict):
    """One message of a prompt, in the form that providers take."""

    role: str
    content: str


class Messages(list[Message]):
    """The messages of a prompt: a list that knows what was noticed on the way."""

    text: str
    """The whole prompt as text."""
    warnings: tuple[Diagnostic, ...]
    ok: bool
    """Whether a strict caller would take them."""

    def __init__(self, messages: list[Message], text: str, warnings: tuple[Diagnostic, ...], ok: bool) -> None:
        super().__init__(messages)
        self.text = text
        self.warnings = warnings
        self.ok = ok

    def __reduce__(self) -> tuple[object, ...]:
        return Messages, (list(self), self.text, self.warnings, self.ok)


class Request:
    """The request of a provider of models, and what is known about it."""

    json: str
    """The body as compact JSON, its keys in an order that never changes."""
    model: Optional[str]
    """The model, which Gemini and Bedrock take in the URL."""
    digests: dict[str, Any]
    """The digests of its parts, and where it differs from the request before it."""
    report: dict[str, Any]
    """What it takes of its budget, in tokens."""
    attributes: dict[str, str]
    """OpenTelemetry's attributes of the prompt."""
    warnings: tuple[Diagnostic, ...]
    ok: bool
    """Whether it may go out."""

    def __init__(self, body: str, about: str, warnings: tuple[Diagnostic, ...], ok: bool) -> None:
        known = json.loads(about)
        self.json = body
        self.model = known["model"]
        self.digests = known["digests"]
        self.report = known["report"]
        self.attributes = known["attributes"]
        self.warnings = warnings
        self.ok = ok

    @property
    def body(self) -> dict[str, Any]:
        """The body as a dict."""
        body: dict[str, Any] = json.loads(self.json)
        return body

    def __repr__(self) -> str:
        return f"<itl.Request model={self.model!r} ok={self.ok} {len(self.json)} bytes>"


@dataclass(frozen=True)
class Reference:
    """A path that a template reads."""

    path: str
    """Seen from the root of the data, ``[]`` for the items of a loop: ``alerts[].labels.host``."""
    parts: tuple[object, ...]
    """The same in parts: a key, a position, or ``None`` for every item."""
    usage: str
    """How it is used, such as ``printed`` or ``section``."""
    certainty: str
    """``certain``, or ``possible`` where only a sample can tell a loop from an object."""
    calls: tuple[str, ...]
    """The functions called on it, in order."""
    span: Span
    """The path with its calls."""
    partial: Optional[str]


def restore(source: str, options: dict[str, Any]) -> Template:
    """A template that comes back from a pickle."""
    from ._itl import Template

    return Template(source, **options)
