"""ITL and Mustache templates: the same engine, and the same bytes, as in Rust, the browser and the command.

    >>> import itl
    >>> template = itl.Template("{{ host.upperCase() }} is down")
    >>> template.render({"host": "db-7"})
    'DB-7 is down'

What a render returns is a ``str`` that also knows its ``warnings``. What is wrong with a template, an option or the data
is an exception of this module.
"""

from ._errors import CompileError, DataError, Error, OptionError, RenderError
from ._itl import Template, __version__, check, explain, format, render, render_json, timezones
from ._types import (
    Diagnostic,
    Label,
    Message,
    Messages,
    Reference,
    Rendered,
    Request,
    Span,
    Suggestion,
    Traced,
)

__all__ = [
    "CompileError",
    "DataError",
    "Diagnostic",
    "Error",
    "Label",
    "Message",
    "Messages",
    "OptionError",
    "Reference",
    "RenderError",
    "Rendered",
    "Request",
    "Span",
    "Suggestion",
    "Template",
    "Traced",
    "__version__",
    "check",
    "explain",
    "format",
    "render",
    "render_json",
    "timezones",
]
