"""What is wrong, and how it is told."""

import pickle

import pytest

import itl

BROKEN = "ü {{ host.uperCase() }} is {{ state }}"


def test_a_template_with_errors() -> None:
    with pytest.raises(itl.CompileError) as caught:
        itl.Template(BROKEN, name="disk.itl")
    error = caught.value
    assert str(error) == "disk.itl:1:11: error[E0201]: unknown function `uperCase`"
    assert "did you mean `upperCase`?" in error.report and " --> disk.itl:1:11" in error.report
    assert error.template.render({"state": "down"}) == "ü {{ host.uperCase() }} is down"
    (found,) = error.diagnostics
    assert BROKEN[found.span.start : found.span.end] == "uperCase"
    assert BROKEN.encode()[found.span.byte_start : found.span.byte_end] == b"uperCase"
    assert (found.code, found.severity, found.file, found.partial) == ("E0201", "error", "disk.itl", None)
    assert str(found) == str(error)
    assert found.suggestion is not None
    start, end = found.suggestion.span.start, found.suggestion.span.end
    mended = BROKEN[:start] + found.suggestion.replacement + BROKEN[end:]
    assert itl.render(mended, {"host": "db", "state": "up"}) == "ü DB is up"


def test_a_strict_render() -> None:
    template = itl.Template("{{ host }} is {{ state }}")
    with pytest.raises(itl.RenderError) as caught:
        template.render({"host": "db-7"}, strict=True)
    error = caught.value
    assert str(error) == "<template>:1:15: warning[W0301]: `state` is missing"
    assert error.text == "db-7 is " and "^" in error.report
    assert [found.code for found in error.diagnostics] == ["W0301"]
    assert template.render({"host": "db-7", "state": "up"}, strict=True) == "db-7 is up"


def test_warnings_go_with_the_text() -> None:
    rendered = itl.render("{{ host }} is {{ state }}", {"host": "db-7"})
    assert isinstance(rendered, str) and rendered + "down" == "db-7 is down"
    assert [str(warning) for warning in rendered.warnings] == ["<template>:1:15: warning[W0301]: `state` is missing"]
    assert not rendered.ok
    fine = itl.render("{{ host }}", {"host": "db-7"})
    assert fine.ok and fine.warnings == () and fine.trace == ()


def test_all_of_it_can_be_pickled() -> None:
    with pytest.raises(itl.CompileError) as compiled:
        itl.Template(BROKEN)
    with pytest.raises(itl.RenderError) as rendered:
        itl.render("{{ a }}", {}, strict=True)
    with pytest.raises(itl.DataError) as data:
        itl.render("{{ a }}", {"a": 1j})
    with pytest.raises(itl.OptionError) as option:
        itl.render("{{ a }}", {}, timezone="x")
    again = pickle.loads(pickle.dumps(compiled.value))
    assert (str(again), again.report) == (str(compiled.value), compiled.value.report)
    assert again.diagnostics == compiled.value.diagnostics
    assert again.template.render({"state": "up"}) == compiled.value.template.render({"state": "up"})
    for error in (rendered.value, data.value, option.value):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error) and str(again) == str(error) and again.__dict__ == error.__dict__
    text = itl.render("{{ a }}", {})
    assert pickle.loads(pickle.dumps(text)).warnings == text.warnings
    messages = itl.Template("{{$user}}hi{{/user}}", dialect="mustache").messages({})
    assert pickle.loads(pickle.dumps(messages)) == messages


def test_checks() -> None:
    template = itl.Template("{{ #alerts }}{{ labels.hots }}{{ /alerts }}")
    assert template.check() == []
    (found,) = template.check(sample={"alerts": [{"labels": {"host": "db-7"}}]})
    assert found.help == "did you mean `host`?"
    schema = {"properties": {"alerts": {"type": "array", "items": {"properties": {"labels": {"properties": {}}}}}}}
    assert isinstance(itl.check(template.source, schema=schema), list)
    assert [found.code for found in itl.check(BROKEN)] == ["E0201"]
    assert itl.check("{{ a.sum() }}", portable=True)
    with pytest.raises(itl.OptionError, match="`trusted` is a list of keys"):
        template.check(trusted="key")
    with pytest.raises(itl.DataError):
        template.check(sample={"a": object()})


def test_questions() -> None:
    assert "No function has that name" in (itl.explain("E0201") or "") and itl.explain("E9999") is None
    assert itl.format("{{a.substring( 1 , 2 )}}") == "{{ a.substring(1,2) }}"
    with pytest.raises(itl.CompileError):
        itl.format(BROKEN)
    template = itl.Template("{{ #alerts }}{{ labels.host.upperCase() }}{{ /alerts }}")
    found = template.references(sample={"alerts": [{"labels": {"host": "a"}}]})
    assert [read.path for read in found] == ["alerts", "alerts[].labels.host"]
    assert found[1].parts == ("alerts", None, "labels", "host") and found[1].calls == ("upperCase",)
    assert repr(template).startswith("<itl.Template \"{{ #alerts")


def test_a_diagnostic_costs_one_pass() -> None:
    # Twenty thousand places in one source, each located by its characters.
    source = "ü{{ a.x() }}\n" * 20_000
    found = itl.check(source)
    assert len(found) >= 1_000
    assert all(source[one.span.start : one.span.end] == "x" for one in found)
