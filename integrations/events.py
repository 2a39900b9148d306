"""What the proofs share: events, some of them poison, the same ones for the same seed; what the command prints for them."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Iterator
from typing import Optional

HOSTS = ["db-7", "web-1", "ü-host", "cache-😀"]
POISON = ['{"id": %d, "host": ', "not json %d", '{"id": %d, "host": "x"} trailing', '{"id": %d, "n": 01}', '["%d"']


def events(count: int, poison: int, seed: int) -> Iterator[str]:
    """`count` lines, `poison` of them no JSON. Every line has a number of its own."""
    draw = random.Random(seed)
    bad = set(draw.sample(range(count), poison))
    for number in range(count):
        if number in bad:
            yield draw.choice(POISON) % number
            continue
        event = {
            "id": number,
            "status": draw.choice(["firing", "resolved"]),
            "labels": {"host": draw.choice(HOSTS), "severity": draw.choice(["critical", "warning", "info"])},
            "annotations": {"summary": f"{draw.randrange(100)} % of the disk\nare used", "quote": '"<&>"\\'},
            "startsAt": "2026-03-14T01:52:13Z",
            "values": [draw.random(), draw.randrange(1 << 40), None, True],
        }
        if draw.random() < 0.2:
            del event["annotations"]
        yield json.dumps(event, ensure_ascii=draw.random() < 0.5)


def template(version: str) -> str:
    """A template whose messages tell their version at both ends."""
    return (
        f"{version} #{{{{ id }}}} {{{{ labels.severity.upperCase() }}}} on {{{{ labels.host.default(\"unknown\") }}}}: "
        "{{ annotations.summary.truncate(40) }} {{ #values }}{{ . }};{{ /values }} "
        f"{{{{ startsAt.formatDateString(\"L\") }}}} {version}"
    )


def by_the_command(program: str, source: str, lines: list[str]) -> list[Optional[str]]:
    """What the command prints for each line, as a JSON string; `None` for what is no JSON."""
    done = subprocess.run(
        [program, "render", "-e", source, "--ndjson", "--now", "0", "--format", "json"],
        input="\n".join(lines).encode(),
        capture_output=True,
        check=False,
    )
    found: list[Optional[str]] = []
    for line in done.stdout.decode().split("\n")[:-1]:
        answer = json.loads(line)
        is_bad = any(one["code"] == "E0601" for one in answer["diagnostics"])
        found.append(None if is_bad else json.dumps(answer["text"], ensure_ascii=False))
    assert len(found) == len(lines), f"the command printed {len(found)} lines for {len(lines)} events: {done.stderr[:500]!r}"
    return found
