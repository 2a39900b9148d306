"""Options, and what is wrong with them."""

import datetime as dt
import zoneinfo
from pathlib import Path
from typing import Any

import pytest

import itl

AT = {"at": 1_674_950_737}


def test_zones() -> None:
    template = itl.Template('{{ at.formatUnixSec("S") }}')
    assert template.render(AT) == "1/29/23, 12:05 AM"
    assert template.render(AT, timezone="Europe/Berlin") == "1/29/23, 1:05 AM"
    assert template.render(AT, timezone=zoneinfo.ZoneInfo("Europe/Berlin")) == "1/29/23, 1:05 AM"
    assert itl.Template(template.source, timezone="Europe/Berlin").render(AT) == "1/29/23, 1:05 AM"
    assert "Asia/Kathmandu" in itl.timezones()


def test_the_clock() -> None:
    template = itl.Template("{{ at.relativeTime() }}")
    minutes = dt.datetime.fromtimestamp(AT["at"] + 180, dt.timezone.utc)
    assert template.render(AT, now=minutes) == "3 minutes ago"
    assert template.render(AT, now=(AT["at"] + 180) * 1000) == "3 minutes ago"
    before = dt.datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.timezone.utc)
    assert itl.render("{{ @now }}", now=before) == itl.render("{{ @now }}", now=-1)


def test_escapes_and_budgets() -> None:
    template = itl.Template("{{ v }}")
    assert template.render({"v": "<b>"}, escape="html") == "&lt;b&gt;"
    assert itl.Template("{{ v }}", dialect="mustache").render({"v": "<b>"}) == "&lt;b&gt;"
    assert itl.Template("{{ v }}", dialect="mustache", escape="none").render({"v": "<b>"}) == "<b>"
    long = {"v": "x" * 500}
    assert len(template.render(long, max_chars=10)) == 10
    assert template.render(long, max_bytes=5, marker="!") == "xxxx!"
    assert len(template.render(long, budget="sms").encode()) <= 160
    cut = template.render(long, max_chars=10)
    assert [warning.code for warning in cut.warnings] == ["W0305"] and cut.ok
    rows = itl.Template("{{ #v }}{{ . }}\n{{ /v }}")
    assert rows.render({"v": ["aaaa"] * 9}, max_chars=12, fit="rounds").startswith("aaaa\naaaa")


def test_limits() -> None:
    loop = itl.Template("{{ #v }}x{{ /v }}")
    with pytest.raises(itl.RenderError) as caught:
        loop.render({"v": [1] * 1000}, limits={"steps": 10}, strict=True)
    assert caught.value.diagnostics[0].code == "W0405"
    with pytest.raises(itl.CompileError):
        itl.Template("{{ a }}", limits={"template_bytes": 3})


def test_partials(tmp_path: Path) -> None:
    assert itl.render("{{> sign }}", {"team": "ops"}, partials={"sign": "-- {{ team }}"}) == "-- ops"
    (tmp_path / "sign.itl").write_text("== {{ team }}")
    assert itl.render("{{> sign }}", {"team": "ops"}, partials=tmp_path) == "== ops"
    with pytest.raises(itl.CompileError) as caught:
        itl.Template("{{> bad }}", partials={"bad": "{{ x.uper() }}"})
    assert caught.value.diagnostics[0].partial == "bad" and str(caught.value).startswith("bad:1:6:")


def test_a_broken_template_of_a_key_prints_nothing() -> None:
    broken = itl.Template("{{ host.uper() }}-x", lenient=True)
    assert broken.render({}) == "{{ host.uper() }}-x" and not broken.render({}).ok
    assert itl.render("{{ host.uper() }}-x", {}, lenient=True, on_error="empty") == ""


def test_the_output_is_checked() -> None:
    template = itl.Template('{"a": {{ v }}}', escape="json")
    assert template.render({"v": "x"}).warnings and not template.render({"v": "x"}, check_output=False).warnings


def test_traces() -> None:
    rendered = itl.render("ü{{ a }}{{ b }}", {"a": "😀", "b": "c"}, trace=True)
    assert [rendered[part.start : part.end] for part in rendered.trace] == ["😀", "c"]
    assert rendered.trace[1].tag.start == 8


def test_none_is_as_left_out() -> None:
    names = ("timezone", "now", "escape", "budget", "max_chars", "max_bytes", "fit", "marker", "limits", "default")
    assert itl.Template("{{ a }}").render({"a": 1}, **dict.fromkeys(names)) == "1"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "name", "message"),
    [
        ({"timezone": "Europe/Berln"}, "timezone", "there is no time zone `Europe/Berln`; did you mean"),
        ({"timezone": 1}, "timezone", "`timezone` is a str, and not int"),
        ({"now": 1.5}, "now", "`now` is an aware datetime or Unix milliseconds as an int, and not float"),
        ({"now": dt.datetime(2026, 1, 1)}, "now", "`now` has no time zone"),
        ({"now": 2**70}, "now", "`now` is a number of Unix milliseconds"),
        ({"escape": "xhtml"}, "escape", "xhtml"),
        ({"budget": "fax"}, "budget", "there is no budget `fax`; there are sms"),
        ({"max_chars": -1}, "max_chars", "`max_chars` is a whole number"),
        ({"max_chars": True}, "max_chars", "`max_chars` is a whole number"),
        ({"max_chars": 1, "max_bytes": 1}, "budget", "give one of"),
        ({"fit": "end"}, "fit", "`fit` belongs to a budget"),
        ({"marker": "…"}, "marker", "`marker` belongs to a budget"),
        ({"limits": {"step": 1}}, "limits.step", "there is no limit `step`"),
        ({"limits": {"steps": -1}}, "limits.steps", "`limits.steps` is a whole number"),
        ({"limits": 5}, "limits", "`limits` is a dict"),
        ({"strict": 1}, "strict", "`strict` is True or False, and not int"),
        ({"dialect": "jinja"}, "dialect", "`jinja` is neither"),
        ({"on_error": "skip"}, "on_error", "`skip` is neither"),
        ({"partials": 5}, "partials", "`partials` is a dict of texts by name or the path of a folder"),
        ({"partials": "no/such/folder"}, "partials", "there is no folder no/such/folder"),
        ({"partials": {"a": 1}}, 'partials["a"]', "is a str, and not int"),
        ({"functions": [len]}, "functions", "`functions` is a dict of callables by name"),
        ({"functions": {"a": 1}}, "functions.a", "is a callable, and not int"),
        ({"functions": {"a": lambda: 1}}, "functions.a", "takes no value"),
    ],
    ids=str,
)
def test_a_wrong_option_is_told_by_its_name(options: dict[str, Any], name: str, message: str) -> None:
    with pytest.raises(itl.OptionError) as caught:
        itl.render("{{ a }}", {"a": 1}, **options)
    assert caught.value.option == name
    assert message in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_an_unknown_option_is_an_error_of_the_call() -> None:
    with pytest.raises(TypeError, match=r"render\(\) got an unexpected keyword argument 'tz'"):
        itl.Template("{{ a }}").render({}, tz="UTC")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"Template\(\) got an unexpected keyword argument 'now'"):
        itl.Template("{{ a }}", now=1)  # type: ignore[call-arg]
    with pytest.raises(itl.OptionError, match="half a character"):
        itl.Template("{{ a }}\ud800")
    with pytest.raises(TypeError):
        itl.Template(b"{{ a }}")  # type: ignore[arg-type]
