"""Changes that make a good request bad: each has to be caught by a type or a rule."""

GONE = object()


def mutate(body, change):
    """Applies `change`: a list of (path, value), or a function of the body."""
    if callable(change):
        change(body)
        return
    for path, value in change:
        *way, last = path
        at = body
        for key in way:
            at = at[key]
        if value is GONE:
            del at[last]
        else:
            at[last] = value


def first(items, test):
    return next(item for item in items if test(item))


def call_of(body):
    return first(body["messages"], lambda message: message.get("tool_calls"))["tool_calls"][0]


def result_of(body):
    return first(body["messages"], lambda message: message["role"] == "tool")


def block(body, key):
    """The first content block that has a key, or is of a type, of that name."""
    for message in body["messages"]:
        for one in message["content"] if isinstance(message["content"], list) else []:
            if key in one or one.get("type") == key:
                return one
    raise KeyError(key)


def part(body, key):
    return next(one for content in body["contents"] for one in content["parts"] if key in one)


def item(body, kind):
    return first(body["input"], lambda one: one.get("type") == kind)


def without(messages, test):
    messages[:] = [message for message in messages if not test(message)]


MUTATIONS = [
    ("openai", "an unknown key", [(("cache",), 1)]),
    ("openai", "no model", [(("model",), GONE)]),
    ("openai", "no messages", [(("messages",), [])]),
    ("openai", "arguments that are an object", lambda b: call_of(b)["function"].update(arguments={})),
    ("openai", "a misspelt key of a result", lambda b: result_of(b).update(tool_callid="x")),
    ("openai", "a result without an id", lambda b: result_of(b).pop("tool_call_id")),
    ("openai", "a result of another call", lambda b: result_of(b).update(tool_call_id="other")),
    ("openai", "a lost result", lambda b: without(b["messages"], lambda m: m["role"] == "tool")),
    ("openai", "a lost call", lambda b: without(b["messages"], lambda m: m.get("tool_calls"))),
    ("openai", "an id of 41 characters", lambda b: (result_of(b).update(tool_call_id="x" * 41), call_of(b).update(id="x" * 41))),
    ("openai", "a tool's name with a dot", [(("tools", 0, "function", "name"), "a.b")]),
    ("openai", "a choice without tools", [(("tools",), GONE)]),
    ("openai", "an image of a tool", lambda b: result_of(b).update(content=[{"type": "image_url", "image_url": {"url": "x"}}])),
    ("openai", "an answer schema that is not strict", [(("response_format", "json_schema", "schema", "additionalProperties"), True)]),
    ("openai-responses", "no model", [(("model",), GONE)]),
    ("openai-responses", "an output without a call", lambda b: item(b, "function_call_output").update(call_id="other")),
    ("openai-responses", "a tool that is strict by default", [(("tools", 0, "strict"), GONE)]),
    ("openai-responses", "an image without detail", lambda b: first(b["input"], lambda i: isinstance(i.get("content"), list) and any(p["type"] == "input_image" for p in i["content"]))["content"][0].pop("detail")),
    ("openai-responses", "a role of chat", lambda b: b["input"].append({"role": "tool", "content": "x"})),
    ("openai-responses", "tools of chat", [(("tools", 0), {"type": "function", "function": {"name": "a"}})]),
    ("openai-responses", "input_text of the assistant", lambda b: b["input"].append({"type": "message", "role": "assistant", "content": [{"type": "input_text", "text": "x"}]})),
    ("anthropic", "no max_tokens", [(("max_tokens",), GONE)]),
    ("anthropic", "a temperature", [(("temperature",), 0.2)]),
    ("anthropic", "input that is text", lambda b: block(b, "tool_use").update(input="{}")),
    ("anthropic", "a result of another call", lambda b: block(b, "tool_result").update(tool_use_id="other")),
    ("anthropic", "an empty text", lambda b: b["messages"][0].update(content=" ")),
    ("anthropic", "the developer", [(("messages", 0, "role"), "developer")]),
    ("anthropic", "the assistant last", lambda b: b["messages"].append({"role": "assistant", "content": "x"})),
    ("anthropic", "a required choice", [(("tool_choice",), {"type": "required"})]),
    ("anthropic", "an open answer schema", [(("output_config", "format", "schema", "additionalProperties"), True)]),
    ("anthropic", "five cache marks", lambda b: b.update(system=[{"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}}] * 5)),
    ("anthropic", "a tool's schema without its type", [(("tools", 0, "input_schema", "type"), GONE)]),
    ("anthropic", "calls without tools", [(("tools",), GONE), (("tool_choice",), GONE)]),
    ("anthropic", "a system turn after the assistant's", lambda b: b["messages"].insert(2, {"role": "system", "content": "x"})),
    ("bedrock", "two members of a union", lambda b: block(b, "text").update(image={"format": "png", "source": {"bytes": "eA=="}})),
    ("bedrock", "an image from a URL", lambda b: block(b, "image")["image"].update(source={"url": "http://x"})),
    ("bedrock", "a media type as format", lambda b: block(b, "image")["image"].update(format="image/png")),
    ("bedrock", "the role tool", [(("messages", 0, "role"), "tool")]),
    ("bedrock", "a blank text", lambda b: block(b, "text").update(text=" ")),
    ("bedrock", "a cache point first", lambda b: b["system"].insert(0, {"cachePoint": {"type": "default"}})),
    ("bedrock", "an id with a space", lambda b: block(b, "toolUse")["toolUse"].update(toolUseId="a b")),
    ("bedrock", "a model in the body", [(("model",), "x")]),
    ("bedrock", "calls without tools", [(("toolConfig",), GONE)]),
    ("bedrock", "an answer schema that is no text", [(("outputConfig", "textFormat", "structure", "jsonSchema", "schema"), {})]),
    ("bedrock", "two turns of the user", lambda b: b["messages"].append(b["messages"][-1])),
    ("gemini", "the role assistant", [(("contents", 1, "role"), "assistant")]),
    ("gemini", "a response that is text", lambda b: part(b, "functionResponse")["functionResponse"].update(response="x")),
    ("gemini", "a response of another function", lambda b: part(b, "functionResponse")["functionResponse"].update(name="other")),
    ("gemini", "two kinds in one part", lambda b: part(b, "functionCall").update(text="x")),
    ("gemini", "a schema without its media type", [(("generationConfig", "responseMimeType"), GONE)]),
    ("gemini", "the mode REQUIRED", [(("toolConfig", "functionCallingConfig", "mode"), "REQUIRED")]),
    ("gemini", "data that is not base64", lambda b: part(b, "inlineData")["inlineData"].update(data="!!")),
    ("gemini", "an unknown key", [(("config",), {})]),
    ("mistral", "the developer", [(("messages", 0, "role"), "developer")]),
    ("mistral", "an id of three letters", lambda b: (result_of(b).update(tool_call_id="abc"), call_of(b).update(id="abc"))),
    ("mistral", "the assistant last", lambda b: b["messages"].append({"role": "assistant", "content": "x"})),
    ("mistral", "an unknown key", [(("messages", 0, "cache"), 1)]),
    ("mistral", "a misspelt choice", [(("tool_choice",), "requierd")]),
    ("mistral", "a lost call", lambda b: without(b["messages"], lambda m: m.get("tool_calls"))),
    ("mistral", "an unknown format", [(("response_format", "type"), "jsonschema")]),
]
