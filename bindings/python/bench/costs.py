"""What a message costs in Python, in the processor's time: the workload of docs/bindings.md. Needs the wheel alone."""

import json
import time

clock = time.process_time
begin = clock()
import itl  # noqa: E402

itl.render_json("{{ a }}", b'{"a":1}')
print(f"first message of a process: {(clock() - begin) * 1e3:.1f} ms, after {begin * 1e3:.1f} ms of the interpreter's own")

alerts = [
    {
        "annotations": {"runbook": "https://runbooks.example/disk", "summary": "Filesystem on /var is 97% full"},
        "labels": {"alertname": "DiskFull", "host": f"db-{n}", "job": "node", "region": "eu-west-1"},
        "startsAt": "2026-03-14T01:52:13Z",
        "status": "firing",
    }
    for n in range(20)
]
labels = {"alertname": "DiskFull", "host": "db-7", "region": "eu-west-1", "severity": "critical"}
values = {"alerts": alerts, "labels": labels, "status": "firing"}
text = json.dumps(values, separators=(",", ":")).encode()
SOURCES = {
    "summary": "{{{labels.severity}}}: {{{labels.alertname}}} on {{{labels.host}}} in {{{labels.region}}}, {{{status}}}",
    "loop": "{{#alerts}}{{{labels.host}}}: {{{annotations.summary}}} ({{{status}}})\n{{/alerts}}",
}
for name, source in SOURCES.items():
    template = itl.Template(source, dialect="mustache")
    for road, run in {"JSON": lambda: template.render_json(text), "values": lambda: template.render(values)}.items():
        best = float("inf")
        for _ in range(20):
            start = clock()
            for _ in range(1_000):
                run()
            best = min(best, (clock() - start) * 1e3)
        print(f"{name}, from {road}, {len(text)} bytes: {best:.1f} µs")
