"""What a user writes, for the type checkers; it runs too."""

import json
from datetime import datetime, timezone
from typing import List, Optional

import itl


def page(payload: bytes, template: itl.Template, now: Optional[datetime] = None) -> str:
    rendered = template.render_json(payload, timezone="Europe/Berlin", now=now, max_chars=160, fit="values")
    for warning in rendered.warnings:
        print(warning.code, warning.span.line, warning.help)
    return rendered


def compiled(source: str) -> itl.Template:
    def shout(value: str, times: int = 1) -> str:
        return value.upper() + "!" * times

    try:
        return itl.Template(source, functions={"shout": shout}, limits={"steps": 100_000})
    except itl.CompileError as error:
        print(error.report)
        return error.template


def ask(prompt: itl.Template, question: str) -> List[itl.Message]:
    request = prompt.request({"question": question}, target="openai", model="gpt-5.6", strict=False)
    assert request.model is not None
    json.loads(request.json)
    return prompt.messages({"question": question})


def main() -> None:
    text = page(b'{"host": "db-7"}', compiled("{{ host.shout(2) }}"), datetime.now(timezone.utc))
    assert text.startswith("DB-7!!")
    prompt = itl.Template("{{$user}}{{question}}{{/user}}", dialect="mustache", escape="xml")
    assert ask(prompt, "why?")[0]["content"] == "why?"
    at: List[int] = [read.span.start for read in prompt.references()]
    assert at


if __name__ == "__main__":
    main()
