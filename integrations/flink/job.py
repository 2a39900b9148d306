"""A Flink job from events to messages.

    flink run -py job.py --events DIR --templates DIR --template FILE --messages DIR --failures DIR

Events are lines of JSON in files. Each becomes a line with its message, as a JSON string: what `itl render --ndjson`
prints for it. What cannot be rendered goes to the failures, with diagnostics, and stops nothing. Templates come from a
broadcast stream and change while the job runs: a line `{"template": "…", "timezone": "…"}` replaces the template from that
event on. One that does not compile is a failure too, and the last good one stays.

Files are written exactly once: those whose names begin with a dot or end with `.inprogress` are not committed yet.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import itl
from pyflink.common import Duration, Encoder, Types, WatermarkStrategy
from pyflink.datastream import OutputTag, RuntimeContext, StreamExecutionEnvironment
from pyflink.datastream.connectors.file_system import (
    FileSink,
    FileSource,
    OutputFileConfig,
    RollingPolicy,
    StreamFormat,
)
from pyflink.datastream.functions import BroadcastProcessFunction
from pyflink.datastream.state import MapStateDescriptor

FAILURES = OutputTag("failures", Types.STRING())
TEMPLATES = MapStateDescriptor("templates", Types.STRING(), Types.STRING())
INVALID_JSON = "E0601"
SETTINGS = ("dialect", "escape", "timezone", "on_error", "partials", "limits", "name")


def diagnostics(found: tuple[itl.Diagnostic, ...]) -> list[dict[str, Any]]:
    """Diagnostics as they are written to the failures."""
    return [
        {"code": one.code, "message": one.message, "help": one.help, "line": one.span.line, "column": one.span.column}
        for one in found
    ]


def failure(kind: str, text: str, found: list[dict[str, Any]]) -> str:
    return json.dumps({"kind": kind, "text": text, "diagnostics": found}, ensure_ascii=False)


def compiled(line: str) -> itl.Template:
    """The template of a line of the broadcast stream."""
    given = json.loads(line)
    options = {name: given[name] for name in SETTINGS if given.get(name) is not None}
    return itl.Template(given["template"], **options)


class Render(BroadcastProcessFunction):  # type: ignore[misc]
    """Renders events with the newest template that compiles."""

    def __init__(self, first: str, strict: bool) -> None:
        self.first = first
        self.strict = strict

    def open(self, runtime_context: RuntimeContext) -> None:
        self.template = compiled(self.first)
        # After a restart the newest template is in the state, which can be read from the first event on.
        self.is_restored = False

    def process_element(self, value: str, ctx: BroadcastProcessFunction.ReadOnlyContext) -> Iterator[Any]:
        if not self.is_restored:
            self.is_restored = True
            newest = ctx.get_broadcast_state(TEMPLATES).get("newest")
            if newest is not None:
                self.template = compiled(newest)
        rendered = self.template.render_json(value)
        bad = not rendered.ok and (self.strict or rendered.warnings and rendered.warnings[0].code == INVALID_JSON)
        if bad:
            yield FAILURES, failure("event", value, diagnostics(rendered.warnings))
        else:
            yield json.dumps(rendered, ensure_ascii=False)

    def process_broadcast_element(self, value: str, ctx: BroadcastProcessFunction.Context) -> Iterator[Any]:
        try:
            self.template = compiled(value)
        except itl.CompileError as error:
            yield FAILURES, failure("template", value, diagnostics(error.diagnostics))
            return
        except (itl.Error, ValueError, KeyError, TypeError) as error:
            problem = {"code": None, "message": f"{type(error).__name__}: {error}", "help": None, "line": 1, "column": 1}
            yield FAILURES, failure("template", value, [problem])
            return
        self.is_restored = True
        ctx.get_broadcast_state(TEMPLATES).put("newest", value)


class Identity(BroadcastProcessFunction):  # type: ignore[misc]
    """Passes events on: what the job costs without the engine."""

    def process_element(self, value: str, ctx: BroadcastProcessFunction.ReadOnlyContext) -> Iterator[Any]:
        yield value

    def process_broadcast_element(self, value: str, ctx: BroadcastProcessFunction.Context) -> Iterator[Any]:
        yield from ()


def lines(folder: str, watched: bool) -> FileSource:
    """A source of the lines of a folder's files; a watched one waits for further files."""
    source = FileSource.for_record_stream_format(StreamFormat.text_line_format(), folder)
    if watched:
        source = source.monitor_continuously(Duration.of_millis(200))
    return source.build()


def committed(folder: str, prefix: str) -> FileSink:
    """A sink whose files are complete with the checkpoint that they belong to."""
    return (
        FileSink.for_row_format(folder, Encoder.simple_string_encoder("UTF-8"))
        .with_rolling_policy(RollingPolicy.on_checkpoint_rolling_policy())
        .with_output_file_config(
            OutputFileConfig.builder().with_part_prefix(prefix).with_part_suffix(".ndjson").build()
        )
        .build()
    )


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", required=True, help="folder of files with an event a line")
    parser.add_argument("--templates", required=True, help="folder of files with a template a line")
    parser.add_argument("--template", required=True, help="the first template: a file with one such line")
    parser.add_argument("--messages", required=True, help="folder that messages are written to")
    parser.add_argument("--failures", required=True, help="folder that failures are written to")
    parser.add_argument("--watch", action="store_true", help="wait for further files of events and templates")
    parser.add_argument("--strict", action="store_true", help="what a strict render fails on is a failure")
    parser.add_argument("--identity", action="store_true", help="pass the events on, for comparison")
    given = parser.parse_args(arguments)

    env = StreamExecutionEnvironment.get_execution_environment()
    never = WatermarkStrategy.no_watermarks()
    events = env.from_source(lines(given.events, given.watch), never, "events", Types.STRING())
    templates = env.from_source(lines(given.templates, given.watch), never, "templates", Types.STRING())
    first = Path(given.template).read_text(encoding="utf-8").strip()
    compiled(first)
    function = Identity() if given.identity else Render(first, given.strict)
    messages = events.connect(templates.broadcast(TEMPLATES)).process(function, Types.STRING()).name("render")
    messages.sink_to(committed(given.messages, "messages")).name("messages")
    messages.get_side_output(FAILURES).sink_to(committed(given.failures, "failures")).name("failures")
    env.execute("itl identity" if given.identity else "itl messages")


if __name__ == "__main__":
    main(sys.argv[1:])
