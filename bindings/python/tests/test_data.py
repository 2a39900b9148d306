"""Python's values as data."""

import collections
import dataclasses
import datetime as dt
import decimal
import enum
import json
import pathlib
import types
import uuid
from typing import Any, NamedTuple

import pytest

import itl


def shown(value: Any, **options: Any) -> itl.Rendered:
    return itl.render("{{ v }}", {"v": value}, **options)


class Level(enum.Enum):
    HIGH = "high"


class Word(str, enum.Enum):
    LOW = "low"


class Number(enum.IntEnum):
    TWO = 2


class Point(NamedTuple):
    x: int
    y: int


@dataclasses.dataclass
class Alert:
    host: str
    at: dt.datetime
    tags: list[str]


BERLIN = dt.timezone(dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (-7, "-7"),
        (2**63, "9223372036854775808"),
        (2**64 - 1, "18446744073709551615"),
        (0.1, "0.1"),
        (95.0, "95.0"),
        ("ü😀", "ü😀"),
        ([1, "a", None], '[1,"a",null]'),
        ((1, 2), "[1,2]"),
        (Point(1, 2), "[1,2]"),
        ({"a": {"b": 1}}, '{"a":{"b":1}}'),
        ({1: "a", True: "b", 2.5: "c"}, '{"1":"b","2.5":"c"}'),
        (collections.OrderedDict(b=1, a=2), '{"b":1,"a":2}'),
        (types.MappingProxyType({"a": 1}), '{"a":1}'),
        (dt.datetime(2026, 3, 14, 2, 52, 13, tzinfo=BERLIN), "2026-03-14T02:52:13+01:00"),
        (dt.date(2026, 3, 14), "2026-03-14"),
        (dt.time(2, 52), "02:52:00"),
        (decimal.Decimal("19.90"), "19.90"),
        (decimal.Decimal("1E+2"), "100"),
        (decimal.Decimal("1E+999999"), "1E+999999"),
        (Level.HIGH, "high"),
        (Word.LOW, "low"),
        (Number.TWO, "2"),
        (uuid.UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (pathlib.PurePosixPath("/var/log"), "/var/log"),
    ],
    ids=repr,
)
def test_values(value: Any, text: str) -> None:
    assert shown(value) == text


def test_a_value_prints_what_its_json_prints() -> None:
    for value in (2**64, -(2**63) - 1, 10**300, 1e16, -0.0, 5e-324, 1.7976931348623157e308):
        assert shown(value) == itl.render_json("{{ v }}", json.dumps({"v": value}))


def test_a_dataclass_is_an_object() -> None:
    alert = Alert("db-7", dt.datetime(2026, 3, 14, tzinfo=dt.timezone.utc), ["a", "b"])
    template = itl.Template('{{ host }} {{ at.formatDateString("F") }} {{ #tags }}{{ . }}{{ /tags }}')
    assert template.render(alert) == "db-7 Saturday, March 14, 2026 at 12:00:00 AM Coordinated Universal Time ab"


def test_numbers_that_json_has_not_are_null() -> None:
    assert shown(float("nan")) == shown(float("inf")) == ""


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b"x", "bytes are no text; decode them, or give JSON text to `render_json`"),
        ({1}, "a set has no order; pass `sorted()` of it"),
        (dt.timedelta(1), "a timedelta has no JSON form; pass its `total_seconds()`"),
        (1j, "a complex has no JSON form; pass a `dict`, or say with `default=str` what stands for it"),
        (decimal.Decimal("NaN"), "NaN is no number that JSON has"),
        ({(1, 2): 3}, "a key is a str, and not a tuple"),
        (10**400, "the number is larger than any float; pass it as text"),
    ],
    ids=repr,
)
def test_what_has_no_json_form_is_named(value: Any, message: str) -> None:
    with pytest.raises(itl.DataError) as caught:
        itl.render("{{ a }}", {"a": [{}, {"b c": value}]})
    assert caught.value.path == 'a[1]["b c"]'
    assert str(caught.value) == f'a[1]["b c"]: {message}'
    assert isinstance(caught.value, TypeError)


def test_the_default_stands_for_what_has_no_json_form() -> None:
    assert shown(1j, default=str) == "1j"
    assert shown({1}, default=sorted) == "[1]"
    with pytest.raises(itl.DataError, match="the default of the value"):
        shown(1j, default=lambda value: value)
    with pytest.raises(ZeroDivisionError):
        shown(1j, default=lambda value: 1 / 0)


def test_half_a_character_is_read_as_in_json() -> None:
    text = '{"v": "a\\ud83d", "w": "\\ud83d\\ude00"}'
    values = json.loads(text)
    template = itl.Template("{{ v }}{{ w }}")
    for rendered in (template.render(values), template.render_json(text)):
        assert rendered == "a\ufffd😀"
        assert [warning.code for warning in rendered.warnings] == ["W0609"]
    assert template.render({"v": "", "w": "", "\ud83d": 1}).warnings[0].code == "W0609"


def test_data_that_is_too_deep_is_told_and_the_rest_is_rendered() -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    rendered = itl.render("{{ host }}{{ deep }}", {"deep": deep, "host": "db-7"})
    assert rendered.startswith("db-7[[")
    assert [warning.code for warning in rendered.warnings] == ["E0608"] and not rendered.ok
    text = "[" * 100_000 + "]" * 100_000
    rendered = itl.render_json("{{ host }} down", '{"host": "db-7", "deep": ' + text + "}")
    assert rendered == " down" and not rendered.ok


def test_data_that_contains_itself_is_refused() -> None:
    ring: list[Any] = []
    ring += [ring, ring]
    with pytest.raises(itl.DataError, match="it contains itself"):
        shown(ring)
    table: dict[str, Any] = {}
    table["self"] = table
    with pytest.raises(itl.DataError, match="it contains itself"):
        itl.render("{{ a }}", table)


def test_data_that_shares_its_parts_is_bounded() -> None:
    laughs: Any = "ha"
    for _ in range(30):
        laughs = [laughs] * 10
    with pytest.raises(itl.DataError, match="more than 16000000 values"):
        shown(laughs)


def test_data_that_changes_while_it_is_read_is_refused() -> None:
    data: dict[str, Any] = {"a": 1j, "b": 2}
    with pytest.raises(itl.DataError, match="the dict changed"):
        itl.render("{{ a }}", data, default=lambda value: data.update(c=3))


def test_large_texts() -> None:
    text = "x" * 100_000_000
    rendered = itl.render("{{ v.length() }}", {"v": text})
    assert rendered == "100000000"
    rendered = itl.render_json("{{ host }}", b'{"v": "' + text.encode() + b'", "host": "db-7"}')
    assert rendered == "db-7"
    rendered = itl.render("{{ v }}", {"v": text})
    assert [warning.code for warning in rendered.warnings] == ["W0404"] and len(rendered) <= 16 << 20
    with pytest.raises(itl.CompileError, match="E0401"):
        itl.Template(text)


@pytest.mark.parametrize("json_text", [b'{"v": 1}', bytearray(b'{"v": 1}'), memoryview(b'{"v": 1}'), '{"v": 1}'])
def test_json_text(json_text: Any) -> None:
    assert itl.render_json("{{ v }}", json_text) == "1"


def test_what_is_no_json_text() -> None:
    with pytest.raises(itl.DataError, match="JSON text is bytes or a str, and not dict"):
        itl.render_json("{{ v }}", {"v": 1})  # type: ignore[arg-type]
    for broken in (b"", b"{", b'{"v": 01}', b"\xff", "\ud83d", b'{"v": "\xed\xa0\x80"}'):
        rendered = itl.render_json("{{ v }}!", broken)
        assert rendered == "!" and not rendered.ok
        assert rendered.warnings[0].code == "E0601"


def test_no_data() -> None:
    rendered = itl.Template("{{ v }}!").render()
    assert rendered == "!" and rendered.warnings[0].code == "W0301"
