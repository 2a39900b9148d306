"""The vendors' own types, made as strict as they can be.

Each function takes a body and returns what its vendor's library says is wrong with it. Published types
let much pass: typed dictionaries ignore unknown keys, `Iterable` fields are not looked at until they are
walked, enumerations of service models are not checked. Here all of that is.
"""

import base64
import copy
import functools
import json
import warnings

warnings.filterwarnings("ignore")


def stricter(schema):
    """A pydantic core schema whose dictionaries refuse unknown keys and whose generators are lists."""
    if isinstance(schema, (list, tuple)):
        return type(schema)(stricter(item) for item in schema)
    if not isinstance(schema, dict):
        return schema
    kept = ("metadata", "serialization", "config")
    schema = {key: value if key in kept else stricter(value) for key, value in schema.items()}
    if schema.get("type") == "typed-dict":
        config = schema.get("config") or {}
        if config.get("extra_fields_behavior") != "allow":
            schema["extra_behavior"] = "forbid"
    if schema.get("type") == "generator":
        schema["type"] = "list"
    return schema


@functools.cache
def strict_validator(params):
    from pydantic import TypeAdapter
    from pydantic_core import SchemaValidator

    return SchemaValidator(stricter(TypeAdapter(params).core_schema))


def errors_of(error):
    return [".".join(map(str, one["loc"])) + ": " + one["msg"] for one in error.errors()]


def typed_dict(params, body):
    from pydantic import ValidationError

    try:
        strict_validator(params).validate_python(copy.deepcopy(body), strict=True)
    except ValidationError as error:
        return errors_of(error)
    return []


def openai(body):
    from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming

    return typed_dict(CompletionCreateParamsNonStreaming, body)


def openai_responses(body):
    from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming

    return typed_dict(ResponseCreateParamsNonStreaming, body)


def anthropic(body):
    from anthropic.types.message_create_params import MessageCreateParamsNonStreaming

    return typed_dict(MessageCreateParamsNonStreaming, body)


@functools.cache
def converse():
    import botocore.session

    model = botocore.session.get_session().get_service_model("bedrock-runtime")
    return model.operation_model("Converse").input_shape


def service_model(value, shape, path=""):
    """What botocore's validator does not look at: enumerations, patterns, lengths, unknown keys, unions."""
    import re

    found = []
    if shape.type_name == "structure" and isinstance(value, dict) and not getattr(shape, "is_document_type", False):
        found += [f"{path}.{key}: unknown key" for key in value if key not in shape.members]
        if getattr(shape, "is_tagged_union", False) and len(value) != 1:
            found.append(f"{path}: a union holds exactly one member")
        for key, member in shape.members.items():
            if key in value:
                found += service_model(value[key], member, f"{path}.{key}")
    elif shape.type_name == "list" and isinstance(value, list):
        for at, item in enumerate(value):
            found += service_model(item, shape.member, f"{path}[{at}]")
    elif shape.type_name == "string" and isinstance(value, str):
        if shape.enum and value not in shape.enum:
            found.append(f"{path}: {value!r} is none of {shape.enum}")
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern, value):
            found.append(f"{path}: {value!r} does not match {pattern}")
        if len(value) > shape.metadata.get("max", len(value)) or len(value) < shape.metadata.get("min", 0):
            found.append(f"{path}: wrong length")
    elif shape.type_name in ("float", "double", "integer", "long") and isinstance(value, (int, float)):
        if not shape.metadata.get("min", value) <= value <= shape.metadata.get("max", value):
            found.append(f"{path}: {value} is out of range")
    return found


def bedrock(body):
    from botocore.validate import ParamValidator

    body = {"modelId": "anthropic.claude-opus-5-v1:0", **body}
    report = ParamValidator().validate(body, converse())
    found = report.generate_report().split("\n") if report.has_errors() else []
    return found + service_model(body, converse())


GEMINI_KEYS = {"contents", "systemInstruction", "tools", "toolConfig", "generationConfig"}


def gemini(body):
    from google.ai import generativelanguage_v1beta
    from google.genai import types
    from google.protobuf import json_format
    from pydantic import ValidationError

    found = [f"{key}: unknown key" for key in body if key not in GEMINI_KEYS]
    models = [(types.Content, item) for item in body.get("contents", [])]
    models += [(types.Tool, item) for item in body.get("tools", [])]
    singles = (
        ("systemInstruction", types.Content),
        ("toolConfig", types.ToolConfig),
        ("generationConfig", types.GenerationConfig),
    )
    models += [(model, body[key]) for key, model in singles if key in body]
    for model, value in models:
        try:
            model.model_validate(value)
        except ValidationError as error:
            found += errors_of(error)
    try:
        message = generativelanguage_v1beta.GenerateContentRequest.pb()()
        json_format.ParseDict({"model": "models/gemini", **body}, message)
    except json_format.ParseError as error:
        found.append(f"protobuf: {error}")
    return found


def dropped(sent, read, path=""):
    """Keys that a model ignored instead of refusing them."""
    if isinstance(sent, dict):
        for key, value in sent.items():
            if not isinstance(read, dict) or key not in read:
                yield f"{path}.{key}: unknown key"
            else:
                yield from dropped(value, read[key], f"{path}.{key}")
    elif isinstance(sent, list):
        for at, value in enumerate(sent):
            if not isinstance(read, list) or at >= len(read):
                yield f"{path}[{at}]: unknown item"
            else:
                yield from dropped(value, read[at], f"{path}[{at}]")


def mistral(body):
    from mistralai.client.models import ChatCompletionRequest
    from pydantic import ValidationError

    try:
        read = ChatCompletionRequest.model_validate(body)
    except ValidationError as error:
        return errors_of(error)
    found = list(dropped(body, json.loads(read.model_dump_json(by_alias=True))))
    # Open enumerations let any text pass.
    choice = body.get("tool_choice")
    if isinstance(choice, str) and choice not in ("auto", "none", "any", "required"):
        found.append(f"tool_choice: {choice!r}")
    if (body.get("response_format") or {"type": "text"}).get("type") not in ("text", "json_object", "json_schema"):
        found.append("response_format.type")
    return found


def mistral_common(body):
    """The validator that Mistral serves with: order, ids, prefix."""
    from mistral_common.protocol.instruct.request import ChatCompletionRequest
    from mistral_common.protocol.instruct.validator import ValidationMode, get_validator
    from mistral_common.tokens.tokenizers.base import TokenizerVersion

    def part(one):
        if one.get("type") == "image_url" and isinstance(one.get("image_url"), str):
            return {"type": "image_url", "image_url": {"url": one["image_url"]}}
        # It knows no documents; what they are is checked by the other types.
        return {"type": "text", "text": "document"} if one.get("type") == "document_url" else one

    messages = copy.deepcopy(body["messages"])
    for message in messages:
        if isinstance(message.get("content"), list):
            message["content"] = [part(one) for one in message["content"]]
    found = []
    for version in ("v11", "v13"):
        try:
            request = ChatCompletionRequest.from_openai(
                messages=copy.deepcopy(messages), tools=body.get("tools"), model=body.get("model")
            )
            get_validator(TokenizerVersion(version), ValidationMode.serving).validate_request(request)
        except Exception as error:  # Any of the library's own kinds.
            found.append(f"mistral-common {version}: {type(error).__name__}: {error}")
    return found


def is_base64(text):
    try:
        base64.b64decode(text, validate=True)
        return True
    except ValueError:
        return False


TYPES = {
    "openai": [openai],
    "openai-responses": [openai_responses],
    "anthropic": [anthropic],
    "bedrock": [bedrock],
    "gemini": [gemini],
    "mistral": [mistral, mistral_common],
}
