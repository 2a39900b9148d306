"""The exceptions of the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._itl import Template
    from ._types import Diagnostic


class Error(Exception):
    """Everything that this package raises of its own."""

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), str(self), self.__dict__)


def _again(kind: type[Error], message: str, state: dict[str, object]) -> Error:
    """An exception that comes back from a pickle, from another process for instance."""
    error = kind.__new__(kind, message)
    error.__dict__.update(state)
    return error


class CompileError(Error, ValueError):
    """A template has errors.

    ``str()`` is the first of them on a line; ``report`` shows all of them under their source lines.
    """

    diagnostics: tuple[Diagnostic, ...]
    """All errors and warnings, in source order."""
    report: str
    """The diagnostics drawn under the lines of the source."""
    template: Template
    """The template, which renders despite its errors: a broken tag prints its own source."""

    def __init__(self, message: str, report: str, diagnostics: tuple[Diagnostic, ...], template: Template) -> None:
        super().__init__(message)
        self.report = report
        self.diagnostics = diagnostics
        self.template = template


class RenderError(Error, ValueError):
    """A strict render, or a request, must not go out.

    Its ``__cause__`` is what a function or a lambda of the caller raised, if one did.
    """

    diagnostics: tuple[Diagnostic, ...]
    """Why it must not."""
    report: str
    """The diagnostics drawn under the lines of the source."""
    text: str
    """The text that a lenient render returns."""

    def __init__(self, message: str, report: str, diagnostics: tuple[Diagnostic, ...], text: str) -> None:
        super().__init__(message)
        self.report = report
        self.diagnostics = diagnostics
        self.text = text


class DataError(Error, TypeError):
    """The data holds a value that has no JSON form."""

    path: str
    """Where in the data, such as ``alerts[0].at``; empty for all of it."""

    def __init__(self, message: str, path: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path


class OptionError(Error, ValueError):
    """An option has a value that it cannot have."""

    option: str
    """The option, such as ``timezone`` or ``limits.steps``."""

    def __init__(self, message: str, option: str) -> None:
        super().__init__(message)
        self.option = option
