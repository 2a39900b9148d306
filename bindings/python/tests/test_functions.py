"""Functions of the caller, and lambdas."""

import pickle
from typing import Any

import pytest

import itl


def shout(value: str, mark: str = "!", times: int = 1) -> str:
    """In capitals, with a mark.

    More about it.
    """
    return value.upper() + mark * times


def test_arguments_have_the_kinds_of_the_annotations() -> None:
    def seen(value: object, text: str, whole: int, number: float, *rest: int) -> str:
        return repr((value, text, whole, number, *rest))

    template = itl.Template('{{ v.seen("a", 1, 2, 3, 4) }}', functions={"seen": seen})
    assert template.render({"v": {"k": [1, None, 2.5]}}) == repr(({"k": [1, None, 2.5]}, "a", 1, 2.0, 3, 4))
    shouted = itl.Template('{{ v.shout() }} {{ v.shout("?", 3) }}', functions={"shout": shout})
    assert shouted.render({"v": "db"}) == "DB! DB???"
    with pytest.raises(itl.CompileError, match="E0203"):
        itl.Template('{{ v.shout("?", "x") }}', functions={"shout": shout})
    with pytest.raises(itl.CompileError, match="E0202"):
        itl.Template('{{ v.shout("?", 1, 2) }}', functions={"shout": shout})


def test_results_are_values() -> None:
    rows = itl.Template("{{ #v.rows() }}{{ k }},{{ /v.rows() }}", functions={"rows": lambda v: [{"k": 1}, {"k": 2}]})
    assert rows.render({"v": 0}) == "1,2,"
    # Builtins without a signature take the value alone.
    assert itl.render("{{ v.len() }}", {"v": [1, 2]}, functions={"len": len}) == "2"


def test_a_function_that_raises_leaves_the_value_and_a_warning() -> None:
    def fails(value: object) -> str:
        raise KeyError("disk")

    template = itl.Template("{{ v.fails() }} stays", functions={"fails": fails})
    rendered = template.render({"v": "x"})
    assert rendered == "x stays"
    assert [warning.code for warning in rendered.warnings] == ["W0304"]
    assert "KeyError" in rendered.warnings[0].message and "disk" in rendered.warnings[0].message
    with pytest.raises(itl.RenderError) as caught:
        template.render({"v": "x"}, strict=True)
    assert isinstance(caught.value.__cause__, KeyError)
    assert caught.value.text == "x stays"


def test_a_result_without_a_json_form_is_a_warning() -> None:
    rendered = itl.render("{{ v.f() }}", {"v": "x"}, functions={"f": lambda v: object()})
    assert rendered == "x" and "has no JSON form" in rendered.warnings[0].message
    deep: Any = 1
    for _ in range(1000):
        deep = [deep]
    rendered = itl.render("{{ v.f() }}", {"v": "x"}, functions={"f": lambda v: deep})
    assert rendered == "x" and rendered.warnings[0].code == "W0304"


def test_what_must_not_be_swallowed_is_not() -> None:
    def interrupt(value: object) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        itl.render("{{ v.f() }}", {"v": "x"}, functions={"f": interrupt})


def test_a_function_may_render() -> None:
    inner = itl.Template("<{{ host }}>{{ host.bad() }}", functions={"bad": lambda v: 1 / 0})
    outer = itl.Template("{{ v.inner() }}", functions={"inner": lambda v: inner.render({"host": v})})
    assert outer.render({"v": "x"}).warnings == ()
    assert outer.render({"v": "x"}) == "<x>x"


def test_functions_survive_a_pickle() -> None:
    template = pickle.loads(pickle.dumps(itl.Template("{{ v.shout() }}", functions={"shout": shout})))
    assert template.render({"v": "db"}) == "DB!"


def test_lambdas_of_sections_and_variables() -> None:
    data = {
        "planet": "Earth",
        "bold": lambda text: f"<b>{text}</b>",
        "now": lambda: "{{planet}}",
        "list": [{"f": lambda text: text.upper()}],
    }
    template = itl.Template("{{#bold}}{{planet}}{{/bold}} {{now}}{{#list}}{{#f}}x{{/f}}{{/list}}", dialect="mustache")
    assert template.render(data) == "<b>Earth</b> EarthX"


def test_a_lambda_that_raises() -> None:
    def fails(text: str) -> str:
        raise OSError("no")

    template = itl.Template("a{{#f}}x{{/f}}b", dialect="mustache")
    rendered = template.render({"f": fails})
    assert rendered == "ab" and rendered.warnings[0].code == "W0304"
    with pytest.raises(itl.RenderError) as caught:
        template.render({"f": fails}, strict=True)
    assert isinstance(caught.value.__cause__, OSError)
