"""Measures engines on one message: the details of an alert group with 20 alerts. Prints a table in Markdown.

Every engine prints the same bytes, which is asserted, and runs in the same process, in turn. A figure is the best of
seven rounds.
"""

import json
import platform
import sys
import time
import timeit
from collections.abc import Callable
from importlib.metadata import version

import chevron
import jinja2
import minijinja
import pystache

import itl

DATA = {
    "status": "firing",
    "receiver": "database on-call",
    "groupLabels": {"alertname": "DiskFull", "cluster": "eu-1"},
    "alerts": [
        {
            "labels": {"host": f"db-{at}", "severity": "critical", "mount": "/var/lib/postgresql"},
            "annotations": {"summary": f"{90 + at % 10} % of the disk are used", "runbook": "https://runbooks.example/disk"},
            "startsAt": "2026-03-14T01:52:13Z",
            "generatorURL": "http://prometheus.example:9090/graph?g0.expr=disk_used",
        }
        for at in range(20)
    ],
}
JSON = json.dumps(DATA).encode()
MUSTACHE = """{{{groupLabels.alertname}}} on {{{groupLabels.cluster}}} is {{{status}}}
{{#alerts}}
- {{{labels.severity}}} {{{labels.host}}}{{{labels.mount}}}: {{{annotations.summary}}}, see {{{annotations.runbook}}}
{{/alerts}}
"""
ITL = MUSTACHE.replace("{{{", "{{ ").replace("}}}", " }}")
JINJA = """{{ groupLabels.alertname }} on {{ groupLabels.cluster }} is {{ status }}
{% for alert in alerts %}
- {{ alert.labels.severity }} {{ alert.labels.host }}{{ alert.labels.mount }}: \
{{ alert.annotations.summary }}, see {{ alert.annotations.runbook }}
{% endfor %}
"""


def engines() -> list[tuple[str, Callable[[], str], Callable[[], str]]]:
    """Each with a render of values and a render of JSON text, its template compiled before where it can be."""
    template = itl.Template(ITL)
    jinja = jinja2.Environment(trim_blocks=True, keep_trailing_newline=True).from_string(JINJA)
    mini = minijinja.Environment(templates={"t": JINJA}, trim_blocks=True, keep_trailing_newline=True)
    stache = pystache.Renderer(escape=lambda text: text)
    parsed = pystache.parse(MUSTACHE)
    return [
        ("itl", lambda: template.render(DATA), lambda: template.render_json(JSON)),
        ("minijinja", lambda: mini.render_template("t", **DATA), lambda: mini.render_template("t", **json.loads(JSON))),
        ("jinja2", lambda: jinja.render(DATA), lambda: jinja.render(json.loads(JSON))),
        ("pystache", lambda: stache.render(parsed, DATA), lambda: stache.render(parsed, json.loads(JSON))),
        ("chevron", lambda: chevron.render(MUSTACHE, DATA), lambda: chevron.render(MUSTACHE, json.loads(JSON))),
    ]


def best(run: Callable[[], str]) -> float:
    """Microseconds of the processor for one run: what else the machine does counts less."""
    timer = timeit.Timer(run, timer=time.process_time)
    count, _ = timer.autorange()
    return min(timer.repeat(7, count)) / count * 1e6


def main() -> None:
    wanted = engines()[0][1]()
    rows = []
    for name, values, text in engines():
        assert values() == text() == wanted, f"{name} prints something else:\n{values()}"
        rows.append((name, best(values), best(text)))
    first = rows[0]
    print(f"| engine | version | from values, µs | × | from {len(JSON) / 1000:.1f} kB of JSON, µs | × |")
    print("|---|---|---:|---:|---:|---:|")
    for name, values, text in rows:
        print(f"| {name} | {version(name)} | {values:.1f} | {values / first[1]:.1f} | {text:.1f} | {text / first[2]:.1f} |")
    print(f"\nCPython {platform.python_version()}, {sys.platform}, {len(wanted)} bytes of message.")


if __name__ == "__main__":
    main()
