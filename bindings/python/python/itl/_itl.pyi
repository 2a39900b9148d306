"""The native half of the package."""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any, Literal, Optional, TypedDict, Union, final

from typing_extensions import Required, TypeAlias, Unpack

from ._types import Diagnostic, Messages, Reference, Rendered, Request

__all__ = ["Template", "__version__", "check", "explain", "format", "render", "render_json", "timezones"]

__version__: str

_Dialect: TypeAlias = Literal["itl", "mustache"]
_Escape: TypeAlias = Literal[
    "none", "html", "json", "xml", "url", "markdown", "markdown-cell", "slack", "telegram", "telegram-legacy"
]
_Budget: TypeAlias = Literal[
    "sms", "sms-unicode", "pagerduty", "slack", "slack-block", "opsgenie", "opsgenie-description", "telegram"
]
_Fit: TypeAlias = Literal["end", "values", "rounds"]
_Target: TypeAlias = Literal["messages", "openai", "openai-responses", "anthropic", "bedrock", "gemini", "mistral"]
_Tokens: TypeAlias = Literal["o200k", "cl100k", "bytes", "estimate"]
_Json: TypeAlias = Union[bytes, bytearray, memoryview, str]
_Zone: TypeAlias = Union[str, tzinfo]

class _Limits(TypedDict, total=False):
    template_bytes: int
    depth: int
    partial_depth: int
    output_bytes: int
    steps: int
    regex_bytes: int

class _CompileOptions(TypedDict, total=False):
    name: Optional[str]
    dialect: Optional[_Dialect]
    partials: Optional[Union[dict[str, str], str, os.PathLike[str]]]
    functions: Optional[dict[str, Callable[..., Any]]]
    escape: Optional[_Escape]
    on_error: Optional[Literal["source", "empty"]]
    timezone: Optional[_Zone]
    limits: Optional[_Limits]

class _LenientOptions(_CompileOptions, total=False):
    lenient: bool

class _RenderOptions(TypedDict, total=False):
    timezone: Optional[_Zone]
    now: Optional[Union[int, datetime]]
    escape: Optional[_Escape]
    budget: Optional[_Budget]
    max_chars: Optional[int]
    max_bytes: Optional[int]
    fit: Optional[_Fit]
    marker: Optional[str]
    limits: Optional[_Limits]
    strict: bool
    trace: bool
    check_output: bool

class _DataOptions(_RenderOptions, total=False):
    default: Optional[Callable[[Any], Any]]

class _MessagesOptions(_DataOptions, total=False):
    nonce: Optional[str]

class _RequestOptions(_MessagesOptions, total=False):
    target: Required[_Target]
    model: Optional[str]
    max_tokens: Optional[int]
    max_output_tokens: Optional[int]
    tokens: Optional[_Tokens]
    count: Optional[Callable[[str], int]]
    schema: Optional[Mapping[str, Any]]
    schema_name: Optional[str]
    previous: Optional[Union[Request, Mapping[str, Any]]]
    digests: bool

class _OnceOptions(_LenientOptions, total=False):
    now: Optional[Union[int, datetime]]
    budget: Optional[_Budget]
    max_chars: Optional[int]
    max_bytes: Optional[int]
    fit: Optional[_Fit]
    marker: Optional[str]
    strict: bool
    trace: bool
    check_output: bool

class _OnceDataOptions(_OnceOptions, total=False):
    default: Optional[Callable[[Any], Any]]

class _CheckOptions(TypedDict, total=False):
    sample: Any
    schema: Optional[Mapping[str, Any]]
    portable: bool
    trusted: Iterable[str]

class _CheckSourceOptions(_LenientOptions, total=False):
    sample: Any
    schema: Optional[Mapping[str, Any]]
    portable: bool
    trusted: Iterable[str]

@final
class Template:
    """A compiled template. It is immutable, threads may share it, and it can be pickled.

    Options: ``name`` for diagnostics; ``dialect``, ``"itl"`` or ``"mustache"``; ``partials``, texts by name or the path
    of a folder; ``functions``, callables by name; ``escape``, the output format that values are escaped for;
    ``on_error``, what a template with errors prints, ``"source"`` or ``"empty"``; ``timezone``; ``limits``;
    ``lenient=True`` compiles a template despite errors.

    Raises :class:`itl.CompileError` unless it is lenient.
    """

    def __new__(cls, source: str, /, **options: Unpack[_LenientOptions]) -> Template: ...
    @property
    def source(self) -> str:
        """The text it was compiled from."""
    @property
    def name(self) -> Optional[str]:
        """The name it was compiled with."""
    @property
    def dialect(self) -> _Dialect:
        """The language it is written in."""
    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What compiling found: warnings, and errors where it was lenient."""
    def render(self, data: Any = None, /, **options: Unpack[_DataOptions]) -> Rendered:
        """Renders it on Python's values; the lock of the interpreter is free while it does.

        Options: ``timezone``; ``now``, an aware ``datetime`` or Unix milliseconds; ``escape``; ``budget``, ``max_chars``
        or ``max_bytes``, each with ``fit`` and ``marker``; ``limits``; ``strict`` raises :class:`itl.RenderError` where
        the text must not go out; ``trace`` tells which tag wrote what; ``check_output``; ``default``, as in
        ``json.dumps``.
        """
    def render_json(self, json: _Json, /, **options: Unpack[_RenderOptions]) -> Rendered:
        """Renders it on JSON text, of which only what the template can touch is kept. The fastest road.

        Where the text is not JSON, every variable is missing and a warning says where the mistake is.
        """
    def messages(self, data: Any = None, /, **options: Unpack[_MessagesOptions]) -> Messages:
        """Renders a prompt and splits it into messages, which providers take as they are."""
    def request(self, data: Any = None, /, **options: Unpack[_RequestOptions]) -> Request:
        """Makes the whole request of a provider.

        Raises :class:`itl.RenderError` where it must not go out, unless ``strict=False``.
        """
    def check(self, **options: Unpack[_CheckOptions]) -> list[Diagnostic]:
        """Errors and warnings, with a ``sample`` or a ``schema`` also about what the payload does not have."""
    def references(self, *, sample: Any = None) -> list[Reference]:
        """What it reads."""
    def __reduce__(self) -> tuple[Callable[..., Template], tuple[str, dict[str, Any]]]: ...

def render(source: str, data: Any = None, /, **options: Unpack[_OnceDataOptions]) -> Rendered:
    """Compiles a template and renders it once; with the options of both."""

def render_json(source: str, json: _Json, /, **options: Unpack[_OnceOptions]) -> Rendered:
    """Compiles a template and renders it once on JSON text."""

def check(source: str, /, **options: Unpack[_CheckSourceOptions]) -> list[Diagnostic]:
    """Errors and warnings of a template; nothing is raised for them."""

def format(source: str, /, **options: Unpack[_CompileOptions]) -> str:
    """The canonical text of a template. Raises :class:`itl.CompileError`."""

def explain(code: str, /) -> Optional[str]:
    """What a diagnostic code means; ``None`` for an unknown one."""

def timezones() -> list[str]:
    """The names of all time zones, sorted."""
