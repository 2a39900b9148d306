"""Values of Python's library that JSON has not."""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime
import decimal
import enum
import os
import uuid
from typing import Any, Callable, Optional


class Refused(TypeError):
    """A value that has no JSON form, and why."""


MOST_DIGITS = 400
"""A decimal with more digits before or after its point keeps its exponent."""


def plain(value: Any, default: Optional[Callable[[Any], Any]]) -> Any:
    """A value that stands for ``value``: of JSON's kinds, or one that is asked about in turn."""
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return _decimal(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, collections.abc.Mapping):
        return dict(value)
    index = getattr(type(value), "__index__", None)
    if index is not None:
        return int(index(value))
    if default is not None:
        return default(value)
    raise Refused(_advice(value))


def _decimal(value: decimal.Decimal) -> str:
    if not value.is_finite():
        raise Refused(f"{value} is no number that JSON has")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -MOST_DIGITS <= exponent <= MOST_DIGITS:
        return format(value, "f")
    return str(value)


def _advice(value: object) -> str:
    name = type(value).__name__
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"{name} are no text; decode them, or give JSON text to `render_json`"
    if isinstance(value, datetime.timedelta):
        return "a timedelta has no JSON form; pass its `total_seconds()`"
    if isinstance(value, (set, frozenset)):
        return f"a {name} has no order; pass `sorted()` of it"
    return f"a {name} has no JSON form; pass a `dict`, or say with `default=str` what stands for it"
