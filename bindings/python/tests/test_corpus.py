"""The whole corpus, the examples and the recipes: the bytes of the native engine, on every road."""

import json
import os
import pickle
import re
from collections import Counter
from pathlib import Path
from typing import Any, Iterable, Iterator

import itl
from conftest import REPOSITORY

Line = dict[str, Any]


def plain_span(span: itl.Span, source: str) -> dict[str, int]:
    """As the native engine writes it: in UTF-16 units."""
    return {
        "start": len(source[: span.start].encode("utf-16-le")) // 2,
        "end": len(source[: span.end].encode("utf-16-le")) // 2,
        "byteStart": span.byte_start,
        "byteEnd": span.byte_end,
        "line": span.line,
        "column": span.column,
    }


def plain(diagnostic: itl.Diagnostic, source: str, partials: dict[str, str]) -> Line:
    text = source if diagnostic.partial is None else partials.get(diagnostic.partial, "")
    change = diagnostic.suggestion
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "span": plain_span(diagnostic.span, text),
        "labels": [{"span": plain_span(label.span, text), "message": label.message} for label in diagnostic.labels],
        "help": diagnostic.help,
        "suggestion": change and {"span": plain_span(change.span, text), "replacement": change.replacement},
        "partial": diagnostic.partial,
    }


def options(line: Line) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options of the compile and those of the render."""
    given = dict(line["options"])
    compiling = {key: given.pop(key) for key in ("dialect", "partials", "escape", "on_error") if key in given}
    budget = given.pop("budget", None)
    if budget is not None:
        given.update(budget)
        if "preset" in given:
            given["budget"] = given.pop("preset")
    return compiling, given


def roads(line: Line) -> Iterator[tuple[str, object, object]]:
    """Each way to the message: what it is called, what it gives, what the native engine gives."""
    compiling, rendering = options(line)
    source, text = line["source"], line["json"]
    partials = compiling.get("partials", {})
    template = itl.Template(source, lenient=True, **compiling)
    wanted = line["result"]

    def listed(found: Iterable[itl.Diagnostic]) -> list[Line]:
        return [plain(one, source, partials) for one in found]

    def result(rendered: itl.Rendered) -> Line:
        return {
            "text": str(rendered),
            "ok": rendered.ok,
            "diagnostics": listed(template.diagnostics),
            "warnings": listed(rendered.warnings),
        }

    yield "render_json", result(template.render_json(text.encode(), **rendering)), wanted
    yield "render_json of a str", result(template.render_json(text, **rendering)), wanted
    again = pickle.loads(pickle.dumps(template))
    yield "a pickle", result(again.render_json(text.encode(), trace=True, **rendering)), wanted
    once = itl.render_json(source, text, lenient=True, **compiling, **rendering)
    yield "at once", result(once), wanted
    value = readable(text)
    if value is not None:
        yield "render", result(template.render(value, **rendering)), wanted
    try:
        canonical = itl.format(source, **compiling)
    except itl.CompileError as error:
        canonical = None
        yield "the exception", listed(error.diagnostics), wanted["diagnostics"]
        yield "its template", str(error.template.render_json(text, **rendering)), wanted["text"]
    yield "format", canonical, line["canonical"]
    strict = True
    try:
        template.render_json(text, strict=True, **rendering)
    except itl.RenderError as error:
        strict = False
        yield "the text of the exception", error.text, wanted["text"]
    yield "strict", strict, wanted["ok"]
    if "messages" in line:
        found = template.messages(json.loads(text), **rendering)
        yield "messages", list(found), line["messages"]["messages"]
        yield "the text of the messages", found.text, line["messages"]["text"]


def requests(line: Line) -> Iterator[tuple[str, object, object]]:
    """The request of a prompt is the native one."""
    source, partials = line["source"], line["partials"]
    given = {key: value for key, value in line["options"].items() if value is not None}
    template = itl.Template(source, dialect="mustache", partials=partials, lenient=True)
    value = readable(line["json"])
    if value is None:
        return
    request = template.request(value, target=given.pop("to"), strict=False, **given)
    yield (
        "request",
        {
            "json": request.json,
            "about": {name: getattr(request, name) for name in ("model", "digests", "report", "attributes")},
            "ok": request.ok,
            "diagnostics": [plain(one, source, partials) for one in template.diagnostics],
            "warnings": [plain(one, source, partials) for one in request.warnings],
        },
        line["request"],
    )


def readable(text: str) -> Any:
    """The values of a JSON text, where Python's reader and the engine's take it for the same."""
    if re.search(r"\\u[dD][89a-fA-F]", text):
        # The warning names a line of a text, and values have none.
        return None
    try:
        value = json.loads(text, object_pairs_hook=unique, parse_constant=refuse, parse_float=finite, parse_int=whole)
    except (ValueError, RecursionError):
        return None
    return value


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key occurs twice")
    return dict(pairs)


def refuse(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def whole(text: str) -> int:
    if text == "-0":
        raise ValueError("Python reads it as 0, the engine as a float")
    return int(text)


def finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{text} is no float")
    return number


def compare(lines: list[Line]) -> tuple[Counter[str], Counter[str], list[str]]:
    ran: Counter[str] = Counter()
    equal: Counter[str] = Counter()
    wrong: list[str] = []
    for line in lines:
        ran[line["from"]] += 1
        differences = [
            f"{line['from']}: {line['name']}: {road}\n  {line['source']!r}\n"
            f"  native {wanted!r:.2000}\n  here   {found!r:.2000}"
            for road, found, wanted in (requests(line) if "request" in line else roads(line))
            if found != wanted
        ]
        equal[line["from"]] += not differences
        wrong += differences
    return ran, equal, wrong


def test_everything_in_the_repository(native: list[Line]) -> None:
    ran, equal, wrong = compare(native)
    cases = REPOSITORY / "spec-tests" / "cases"
    assert ran["corpus"] == sum(len(json.loads(path.read_bytes())["cases"]) for path in cases.glob("**/*.json"))
    for kind in ("examples", "recipes", "functions", "prompts", "requests"):
        assert ran[kind] > 0, kind
    counts = {"target": "Python", "cases": ran["corpus"], "equal": equal["corpus"], "not_applicable": 0}
    table = Path(os.environ.get("ITL_PARITY", REPOSITORY / "target" / "parity")) / "python.json"
    table.parent.mkdir(parents=True, exist_ok=True)
    table.write_text(json.dumps(counts) + "\n")
    rest = ", ".join(f"{equal[kind]} of {ran[kind]} {kind}" for kind in ran if kind != "corpus")
    print(f"python: {equal['corpus']} of {ran['corpus']} corpus cases equal; {rest}")
    assert not wrong, "\n" + "\n".join(wrong[:10])


def test_drawn_templates_and_payloads(drawn: list[Line]) -> None:
    ran, equal, wrong = compare(drawn)
    print(f"python: {equal['random']} of {ran['random']} drawn cases equal")
    assert not wrong, "\n" + "\n".join(wrong[:10])
