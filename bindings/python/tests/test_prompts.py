"""Prompts: messages and requests."""

import json

import pytest

import itl

PROMPT = itl.Template(
    "{{! @model gpt-5.6 }}{{$system}}Be brief.{{/system}}"
    "{{#turns}}{{$message}}{{text}}{{/message}}{{/turns}}",
    dialect="mustache",
    escape="xml",
)
DATA = {"turns": [{"role": "user", "text": "<Hello>?"}]}


def test_messages_are_what_providers_take() -> None:
    messages = PROMPT.messages(DATA)
    assert messages == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "&lt;Hello>?"},
    ]
    assert messages.ok and messages.warnings == () and "Hello" in messages.text


def test_a_role_that_is_none_is_told() -> None:
    messages = PROMPT.messages({"turns": [{"role": "sytem", "text": "x"}]})
    assert not messages.ok and messages.warnings
    with pytest.raises(itl.RenderError):
        PROMPT.messages({"turns": [{"role": "sytem", "text": "x"}]}, strict=True)


def test_a_request() -> None:
    request = PROMPT.request(DATA, target="openai", max_output_tokens=100)
    assert request.body["messages"] == list(PROMPT.messages(DATA))
    assert request.model == "gpt-5.6" and request.ok
    assert json.loads(request.json) == request.body
    assert request.digests["messages"] and request.attributes
    anthropic = PROMPT.request(DATA, target="anthropic", model="claude-opus-5", max_output_tokens=100)
    assert anthropic.model == "claude-opus-5"


def test_a_request_that_must_not_go_out_is_raised() -> None:
    with pytest.raises(itl.RenderError) as caught:
        PROMPT.request({"turns": [{"role": "user"}]}, target="openai")
    assert caught.value.diagnostics
    assert not PROMPT.request({"turns": [{"role": "user"}]}, target="openai", strict=False).ok


def test_budgets_and_counters() -> None:
    turns = [{"role": "user" if at % 2 == 0 else "assistant", "text": "word " * 50} for at in range(20)]
    turns.append({"role": "user", "text": "end"})
    counted: list[str] = []

    def count(text: str) -> int:
        counted.append(text)
        return len(text)

    request = PROMPT.request({"turns": turns}, target="openai", max_tokens=1_000, count=count, strict=False)
    assert counted and request.report["dropped"] and request.report["counter"] == "callback"
    exact = PROMPT.request({"turns": turns}, target="openai", max_tokens=5_000, tokens="bytes", strict=False)
    assert exact.report["counter"] == "bytes" and not exact.report["estimated"]
    other = PROMPT.request({"turns": turns}, target="openai", max_tokens=500, tokens="o200k", strict=False)
    assert not other.ok and any("this build does not count o200k" in found.message for found in other.warnings)
    with pytest.raises(ZeroDivisionError):
        PROMPT.request(DATA, target="openai", max_tokens=9, count=lambda text: 1 // 0)


def test_what_changed_since_the_request_before() -> None:
    first = PROMPT.request(DATA, target="openai")
    changed = {"turns": [{"role": "user", "text": "<Hullo>?"}]}
    second = PROMPT.request(changed, target="openai", previous=first)
    assert second.digests["changed"]["message"] == 1
    with pytest.raises(itl.OptionError, match="`previous` holds no digests"):
        PROMPT.request(DATA, target="openai", previous={})


def test_without_digests_a_request_is_the_same() -> None:
    turns = [{"role": "assistant" if at % 2 else "user", "text": f"turn {at} of a conversation"} for at in range(2_001)]
    whole = PROMPT.request({"turns": turns}, target="openai")
    fast = PROMPT.request({"turns": turns}, target="openai", digests=False)
    assert fast.json == whole.json and fast.warnings == whole.warnings
    assert len(whole.digests["messages"]) == 2_002 and fast.digests["messages"] == []
    assert fast.digests["template"] == whole.digests["template"]
    turns[2_000]["role"] = "usr"
    errors = []
    for digests in (True, False):
        with pytest.raises(itl.RenderError) as raised:
            PROMPT.request({"turns": turns}, target="openai", digests=digests)
        errors.append((str(raised.value), raised.value.text))
    assert errors[0] == errors[1]


def test_a_schema_of_the_answer() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}
    request = PROMPT.request(DATA, target="openai", schema=schema, schema_name="verdict")
    assert "verdict" in request.json
    with pytest.raises(itl.OptionError, match="a schema is an object"):
        PROMPT.request(DATA, target="openai", schema=[])  # type: ignore[arg-type]


def test_a_target_is_needed() -> None:
    with pytest.raises(itl.OptionError, match="`target` is one of messages, openai"):
        PROMPT.request(DATA)  # type: ignore[call-arg]
    with pytest.raises(itl.OptionError, match="opnai"):
        PROMPT.request(DATA, target="opnai")  # type: ignore[arg-type]
