"""Events for the proofs: alerts as JSON lines, some of them poison, the same ones for the same seed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

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
