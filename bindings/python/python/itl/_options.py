"""Options that Python has types for."""

from __future__ import annotations

import datetime

from ._errors import OptionError

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def milliseconds(now: object) -> int:
    """Unix milliseconds of a moment."""
    if not isinstance(now, datetime.datetime):
        message = f"`now` is an aware datetime or Unix milliseconds as an int, and not {type(now).__name__}"
        raise OptionError(message, "now")
    if now.utcoffset() is None:
        raise OptionError("`now` has no time zone; use `datetime.now(timezone.utc)`", "now")
    return (now - _EPOCH) // datetime.timedelta(milliseconds=1)
