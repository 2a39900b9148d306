"""What only the vendors' servers refuse, as their documentation and error messages say.

Each function takes a body and yields what is wrong with it.
"""

import re

from vendors import is_base64

TOOL_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def objects(schema, path="#"):
    """Every object schema inside a schema."""
    if isinstance(schema, list):
        for at, item in enumerate(schema):
            yield from objects(item, f"{path}/{at}")
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "object" or "properties" in schema:
        yield path, schema
    for key in ("items", "anyOf", "allOf"):
        if key in schema:
            yield from objects(schema[key], f"{path}/{key}")
    for key in ("properties", "$defs"):
        for name, inner in schema.get(key, {}).items():
            yield from objects(inner, f"{path}/{key}/{name}")


def closed(schema):
    for path, one in objects(schema):
        if one.get("additionalProperties") is not False:
            yield f"{path}: additionalProperties has to be false"


def strict(schema):
    yield from closed(schema)
    for path, one in objects(schema):
        if set(one.get("required", [])) != set(one.get("properties", {})):
            yield f"{path}: every property has to be required"


def chat(body, longest_id):
    """The rules that Chat Completions and Mistral share."""
    waiting = []
    if not body.get("messages"):
        yield "no messages"
    for at, message in enumerate(body.get("messages", [])):
        place = f"messages[{at}]"
        role, content, calls = message["role"], message.get("content"), message.get("tool_calls")
        if role == "tool":
            if message.get("tool_call_id") not in waiting:
                yield f"{place}: a result without a call before it"
            else:
                waiting.remove(message["tool_call_id"])
        elif waiting:
            yield f"{place}: the calls {waiting} have no result before it"
            waiting = []
        if role == "assistant":
            waiting = [call["id"] for call in calls or []]
            if calls == []:
                yield f"{place}: an empty list of calls"
            if not calls and not content:
                yield f"{place}: neither content nor calls"
            if any(len(call["id"]) > longest_id for call in calls or []):
                yield f"{place}: the id of a call is too long"
        if content == []:
            yield f"{place}: no part"
    if waiting:
        yield f"the calls {waiting} have no result"
    for tool in body.get("tools", []):
        if not TOOL_NAME.fullmatch(tool["function"]["name"]):
            yield f"tool name {tool['function']['name']!r}"
    if body.get("tools") == []:
        yield "an empty list of tools"
    if "tool_choice" in body and not body.get("tools"):
        yield "a choice without tools"
    form = (body.get("response_format") or {}).get("json_schema")
    if form:
        if not TOOL_NAME.fullmatch(form["name"]):
            yield f"schema name {form['name']!r}"
        if form.get("strict"):
            yield from strict(form["schema"])


def openai(body):
    yield from chat(body, 40)
    marks = 0
    for at, message in enumerate(body.get("messages", [])):
        parts = message["content"] if isinstance(message.get("content"), list) else []
        marked = sum("prompt_cache_breakpoint" in part for part in parts)
        if marked and message["role"] not in ("system", "developer", "user"):
            yield f"messages[{at}]: no cache breakpoint in a turn of the {message['role']}"
        marks += marked
    if marks > 3:
        yield f"{marks} cache breakpoints"


def openai_responses(body):
    calls, answered, marks = [], set(), 0
    if not body.get("input"):
        yield "no input"
    if not body.get("model"):
        yield "no model"
    for at, item in enumerate(body.get("input", [])):
        place, kind = f"input[{at}]", item.get("type")
        if kind == "function_call":
            if item.get("call_id") in calls or not item.get("call_id"):
                yield f"{place}: the id of a call is missing or given twice"
            if len(item.get("call_id", "")) > 64:
                yield f"{place}: the id of a call is too long"
            calls.append(item.get("call_id"))
        if kind == "function_call_output":
            if item.get("call_id") not in calls or item.get("call_id") in answered:
                yield f"{place}: an output without a call, or a second one"
            answered.add(item.get("call_id"))
        parts = item["content"] if isinstance(item.get("content"), list) else []
        if item.get("role") == "assistant" and any(part["type"] not in ("output_text", "refusal") for part in parts):
            yield f"{place}: parts of the assistant are output_text"
        outputs = item["output"] if isinstance(item.get("output"), list) else []
        if any("prompt_cache_breakpoint" in part for part in outputs):
            yield f"{place}: no cache breakpoint in an output"
        marks += sum("prompt_cache_breakpoint" in part for part in parts)
    yield from (f"the call {call} has no output" for call in calls if call not in answered)
    if marks > 3:
        yield f"{marks} cache breakpoints"
    for tool in body.get("tools", []):
        if tool.get("strict") is not False:
            yield from strict(tool.get("parameters") or {})
    form = (body.get("text") or {}).get("format") or {}
    if form.get("strict"):
        yield from strict(form["schema"])
    if form and not TOOL_NAME.fullmatch(form.get("name", "")):
        yield "schema name"


NO_PREFILL = re.compile(r"claude-(opus-4-[6-9]|sonnet-4-6|(opus|sonnet|haiku)-5|fable|mythos)")


def anthropic(body):
    marks, waiting, ids = 0, [], set()
    for tool in body.get("tools", []):
        marks += "cache_control" in tool
        if tool.get("input_schema", {}).get("type") != "object":
            yield f"tool {tool.get('name')}: the type of its schema has to be object"
    system = body.get("system", [])
    system = [{"type": "text", "text": system}] if isinstance(system, str) else system
    marks += sum("cache_control" in block for block in system)
    if any(not block["text"].strip() for block in system):
        yield "system: an empty text"
    messages = body.get("messages", [])
    if not messages:
        yield "no messages"
    for at, message in enumerate(messages):
        place, role = f"messages[{at}]", message["role"]
        content = message["content"]
        blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
        if at == 0 and role != "user":
            yield f"{place}: the user speaks first"
        if role == "system":
            if at and messages[at - 1]["role"] != "user":
                yield f"{place}: a system turn follows the user's"
            if at + 1 < len(messages) and messages[at + 1]["role"] != "assistant":
                yield f"{place}: a system turn stands before the assistant's"
        if not blocks:
            yield f"{place}: no content"
        results = [block["tool_use_id"] for block in blocks if block["type"] == "tool_result"]
        if sorted(results) != sorted(waiting):
            yield f"{place}: results {results} of calls {waiting}"
        kinds = [block["type"] == "tool_result" for block in blocks]
        if sorted(kinds, reverse=True) != kinds:
            yield f"{place}: results come first"
        waiting = [block["id"] for block in blocks if block["type"] == "tool_use"]
        for call in waiting:
            if call in ids or not re.fullmatch("[a-zA-Z0-9_-]+", call):
                yield f"{place}: the id {call!r}"
            ids.add(call)
        for block in blocks:
            marks += "cache_control" in block
            if block["type"] == "text" and not block["text"].strip():
                yield f"{place}: an empty text"
            if role == "assistant" and block["type"] in ("image", "document", "tool_result"):
                yield f"{place}: no {block['type']} of the assistant"
            if role != "assistant" and block["type"] == "tool_use":
                yield f"{place}: only the assistant calls"
    if waiting:
        yield f"the calls {waiting} have no result"
    if messages and messages[-1]["role"] == "assistant" and NO_PREFILL.search(body.get("model", "")):
        yield "this model takes no beginning of its answer"
    if marks > 4:
        yield f"{marks} cache marks"
    if ids and not body.get("tools"):
        yield "calls without tools"
    form = (body.get("output_config") or {}).get("format")
    if form:
        yield from closed(form["schema"])
    yield from (f"{key}: refused by current models" for key in ("temperature", "top_p", "top_k") if key in body)


def bedrock(body):
    import json

    marks, waiting, called = 0, [], False
    system = body.get("system", [])
    marks += sum("cachePoint" in block for block in system)
    marks += sum("cachePoint" in tool for tool in body.get("toolConfig", {}).get("tools", []))
    if system and "cachePoint" in system[0]:
        yield "system: a cache point before everything"
    if "model" in body or "modelId" in body:
        yield "the model stands in the URL"
    messages = body.get("messages", [])
    if not messages:
        yield "no messages"
    for at, message in enumerate(messages):
        place, content = f"messages[{at}]", message["content"]
        if at == 0 and message["role"] != "user":
            yield f"{place}: the user speaks first"
        if message["role"] not in ("user", "assistant"):
            yield f"{place}: the role {message['role']}"
        if at and messages[at - 1]["role"] == message["role"]:
            yield f"{place}: roles do not alternate"
        if not content:
            yield f"{place}: no content"
        results = [block["toolResult"]["toolUseId"] for block in content if "toolResult" in block]
        if sorted(results) != sorted(waiting):
            yield f"{place}: results {results} of calls {waiting}"
        waiting = [block["toolUse"]["toolUseId"] for block in content if "toolUse" in block]
        called = called or bool(waiting)
        if any("document" in block for block in content) and not any("text" in block for block in content):
            yield f"{place}: a document without a text"
        for number, block in enumerate(content):
            if "text" in block and not block["text"].strip():
                yield f"{place}: a blank text"
            if "image" in block and not is_base64(block["image"]["source"].get("bytes", "")):
                yield f"{place}: an image that is not base64"
            if "document" in block and not re.fullmatch(r"[A-Za-z0-9\s\-()\[\]]+", block["document"].get("name", "")):
                yield f"{place}: the name of a document"
            if "toolUse" in block and not isinstance(block["toolUse"]["input"], dict):
                yield f"{place}: the input of a call is an object"
            if "cachePoint" in block:
                marks += 1
                if number == 0 or "document" in content[number - 1]:
                    yield f"{place}: a cache point with nothing before it, or after a document"
    if waiting:
        yield f"the calls {waiting} have no result"
    if marks > 4:
        yield f"{marks} cache points"
    if called and "toolConfig" not in body:
        yield "calls without tools"
    form = body.get("outputConfig", {}).get("textFormat", {}).get("structure", {}).get("jsonSchema", {})
    if form:
        yield from closed(json.loads(form["schema"]))


KINDS = ("text", "inlineData", "fileData", "functionCall", "functionResponse")


def gemini(body):
    waiting = []
    contents = body.get("contents", [])
    if not contents:
        yield "no contents"
    if "model" in body:
        yield "the model stands in the URL"
    for at, content in enumerate(contents):
        place, parts = f"contents[{at}]", content.get("parts", [])
        if content.get("role") not in ("user", "model"):
            yield f"{place}: the role {content.get('role')}"
        if not parts:
            yield f"{place}: no parts"
        for part in parts:
            if sum(kind in part for kind in KINDS) != 1:
                yield f"{place}: a part holds one kind of data"
            if part.get("text") == "":
                yield f"{place}: an empty text"
            if "functionResponse" in part and not isinstance(part["functionResponse"].get("response"), dict):
                yield f"{place}: the response of a function is an object"
        calls = [part["functionCall"]["name"] for part in parts if "functionCall" in part]
        results = [part["functionResponse"].get("name") for part in parts if "functionResponse" in part]
        if results != waiting:
            yield f"{place}: responses of {results} to calls of {waiting}"
        if calls and (at == 0 or contents[at - 1]["role"] != "user"):
            yield f"{place}: a call follows the user's turn"
        waiting = calls
    if waiting:
        yield f"the calls of {waiting} have no response"
    for tool in body.get("tools", []):
        for function in tool.get("functionDeclarations", []):
            if "parameters" in function and "parametersJsonSchema" in function:
                yield "two schemas of one function"
    config = body.get("generationConfig", {})
    if "responseJsonSchema" in config and config.get("responseMimeType") != "application/json":
        yield "a schema without its media type"


def mistral(body):
    yield from chat(body, 9)
    if body.get("messages") and body["messages"][-1]["role"] not in ("user", "tool"):
        if not body["messages"][-1].get("prefix"):
            yield "the last turn is not the user's"


RULES = {
    "openai": openai,
    "openai-responses": openai_responses,
    "anthropic": anthropic,
    "bedrock": bedrock,
    "gemini": gemini,
    "mistral": mistral,
}
