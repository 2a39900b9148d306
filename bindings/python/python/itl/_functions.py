"""What a callable says about its parameters."""

from __future__ import annotations

import inspect
import typing
from typing import Any, Callable

from ._errors import OptionError

_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def describe(name: str, function: Callable[..., Any]) -> tuple[list[tuple[str, str, bool]], bool, str]:
    """The parameters after the value, each with its kind and whether it may be left out; whether the last may be
    repeated; the first line of the documentation."""
    option = f"functions.{name}"
    if not callable(function):
        raise OptionError(f"`{option}` is a callable, and not {type(function).__name__}", option)
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        # Some of the builtins have no signature: they take the value and nothing else.
        parameters = []
    else:
        if not parameters or parameters[0].kind not in (*_POSITIONAL, inspect.Parameter.VAR_POSITIONAL):
            raise OptionError(f"`{option}` takes no value: its first parameter is the value before the dot", option)
    hints = _hints(function)
    params: list[tuple[str, str, bool]] = []
    repeats = False
    first = parameters[0] if parameters else None
    rest = parameters if first is not None and first.kind is inspect.Parameter.VAR_POSITIONAL else parameters[1:]
    for parameter in rest:
        if parameter.kind in _POSITIONAL:
            optional = parameter.default is not inspect.Parameter.empty
        elif parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            optional = repeats = True
        elif parameter.kind is inspect.Parameter.KEYWORD_ONLY and parameter.default is inspect.Parameter.empty:
            raise OptionError(f"`{option}` needs `{parameter.name}=`, which no template can give", option)
        else:
            continue
        params.append((parameter.name, _kind(hints.get(parameter.name)), optional))
    doc = inspect.getdoc(function) or ""
    return params, repeats, doc.partition("\n")[0]


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    try:
        return typing.get_type_hints(function)
    except Exception:  # Annotations are code of the caller, which may name what is not there.
        return {}


def _kind(annotation: object) -> str:
    if annotation is int:
        return "integer"
    return "number" if annotation is float else "text"
