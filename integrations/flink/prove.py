"""Proves that the job loses nothing and doubles nothing while a task manager dies and a template changes.

    prove.py --itl PROGRAM [--events 20000] [--runs 1] [--rate]

Each run starts a cluster of a job manager and two task managers, feeds events in parts, kills a task manager at a random
moment, pushes a template that does not compile and then a good one, and compares what was committed with what the
command prints: as a multiset, each message wholly of one template. `--rate` measures the job beside one that only passes
its events on.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cluster import Cluster, until  # noqa: E402
from events import by_the_command, events, template  # noqa: E402

JOB = Path(__file__).with_name("job.py")
PARTS = 8


def committed(folder: Path) -> list[str]:
    """The lines of the files that belong to a checkpoint."""
    found = []
    for path in folder.glob("**/*.ndjson"):
        if not path.name.startswith("."):
            found += path.read_text(encoding="utf-8").splitlines()
    return found


def count(folder: Path) -> int:
    return sum(
        path.read_bytes().count(b"\n") for path in folder.glob("**/*.ndjson") if not path.name.startswith(".")
    )


def put(folder: Path, name: str, text: str) -> None:
    """Puts a file where the job watches, complete at once."""
    draft = folder.parent / f"draft-{name}"
    draft.write_text(text, encoding="utf-8")
    draft.rename(folder / name)


def run(program: str, size: int, seed: int) -> str:
    """One run; returns its figures, or raises."""
    draw = random.Random(seed)
    root = Path(tempfile.mkdtemp(prefix="itl-flink-"))
    try:
        folders = {name: root / name for name in ("events", "templates", "messages", "failures")}
        for folder in folders.values():
            folder.mkdir()
        poison = size // 100
        lines = list(events(size, poison, seed))
        first, second = template("one"), template("two")
        (root / "first.ndjson").write_text(json.dumps({"template": first}), encoding="utf-8")
        parts = [lines[at * size // PARTS : (at + 1) * size // PARTS] for at in range(PARTS)]
        (root / "files").mkdir()
        with Cluster(root / "files") as cluster:
            started = time.monotonic()
            job = cluster.submit(
                JOB, "--watch", "--template", str(root / "first.ndjson"),
                *(word for name, folder in folders.items() for word in (f"--{name}", str(folder))),
            )  # fmt: skip
            until("the start of the job", lambda: cluster.state(job) == "RUNNING")
            for at, part in enumerate(parts[: PARTS // 2]):
                put(folders["events"], f"{at}.ndjson", "\n".join(part) + "\n")
            until("the first messages", lambda: count(folders["messages"]))
            time.sleep(draw.random() * 3)
            killed = threading.Thread(target=cluster.kill, args=(draw.randrange(2),))
            killed.start()
            swap = [json.dumps({"template": source}) + "\n" for source in ("{{ id.uper() }}", second)]
            put(folders["templates"], "swap.ndjson", "".join(swap))
            for at, part in enumerate(parts[PARTS // 2 : -1], PARTS // 2):
                put(folders["events"], f"{at}.ndjson", "\n".join(part) + "\n")
                time.sleep(draw.random() / 2)
            killed.join()
            cluster.add_worker()
            # The last part is for the second template: the first of the pair has been refused by then.
            until("the refusal of a template", lambda: any("uper" in line for line in committed(folders["failures"])))
            put(folders["events"], "last.ndjson", "\n".join(parts[-1]) + "\n")
            wanted, refused = size - poison, poison + 2
            limit = 180 + size / 1000
            until("every message", lambda: count(folders["messages"]) >= wanted, limit)
            until("every failure", lambda: count(folders["failures"]) >= refused, limit)
            # What comes too late would be doubled.
            time.sleep(3)
            restarts = cluster.restarts(job)
            seconds = time.monotonic() - started
            cluster.cancel(job)
        return judge(program, lines, (first, second), folders, poison, restarts, seconds)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def judge(
    program: str,
    lines: list[str],
    templates: tuple[str, str],
    folders: dict[str, Path],
    poison: int,
    restarts: int,
    seconds: float,
) -> str:
    """Compares what was committed with the command's messages."""
    assert restarts >= 1, "the kill hit nothing"
    by_template = [by_the_command(program, source, lines) for source in templates]
    found = Counter(committed(folders["messages"]))
    used: Counter[str] = Counter()
    for line, *choices in zip(lines, *by_template):
        if choices[0] is None:
            continue
        chosen = [at for at, choice in enumerate(choices) if found[choice] > 0]
        assert len(chosen) == 1, f"{len(chosen)} messages for {line}"
        found[choices[chosen[0]]] -= 1
        used[("one", "two")[chosen[0]]] += 1
    rest = +found
    assert not rest, f"{rest.total()} messages too many: {list(rest)[:3]}"
    failures = [json.loads(line) for line in committed(folders["failures"])]
    of_events = [one for one in failures if one["kind"] == "event"]
    bad = [line for line, choice in zip(lines, by_template[0]) if choice is None]
    assert sorted(one["text"] for one in of_events) == sorted(bad), "other events failed than those that are no JSON"
    assert len(of_events) == poison and all(one["diagnostics"][0]["code"] == "E0601" for one in of_events)
    of_templates = [one for one in failures if one["kind"] == "template"]
    assert len(of_templates) == 2 and all(one["diagnostics"][0]["code"] == "E0201" for one in of_templates)
    assert used["one"] and used["two"], f"the template did not change midway: {used}"
    return (
        f"{used.total()} messages ({used['one']} of the first template, {used['two']} of the second), "
        f"{poison} failures of {poison} poison events, {restarts} restart(s), {seconds:.0f} s"
    )


def rate(size: int) -> str:
    """The time of the job, and of one that passes its events on."""
    seconds: dict[str, float] = {}
    for kind in ("identity", "messages", "identity again", "messages again"):
        root = Path(tempfile.mkdtemp(prefix="itl-flink-"))
        try:
            folders = {name: root / name for name in ("events", "templates", "messages", "failures")}
            for folder in folders.values():
                folder.mkdir()
            with (folders["events"] / "all.ndjson").open("w", encoding="utf-8") as out:
                out.writelines(line + "\n" for line in events(size, 0, 1))
            (root / "first.ndjson").write_text(json.dumps({"template": template("one")}), encoding="utf-8")
            (root / "files").mkdir()
            with Cluster(root / "files") as cluster:
                words: list[str] = ["--identity"] if kind.startswith("identity") else []
                job = cluster.submit(
                    JOB, "--template", str(root / "first.ndjson"), *words,
                    *(word for name, folder in folders.items() for word in (f"--{name}", str(folder))),
                )  # fmt: skip
                until("the end of the job", lambda: cluster.state(job) == "FINISHED", 180 + size / 500)
                vertices: list[dict[str, Any]] = cluster.ask(f"/jobs/{job}")["vertices"]
                seconds[kind] = max(vertex["duration"] for vertex in vertices if "render" in vertex["name"]) / 1000
            assert count(folders["messages"]) == size
        finally:
            shutil.rmtree(root, ignore_errors=True)
    identity = min(value for kind, value in seconds.items() if kind.startswith("identity"))
    messages = min(value for kind, value in seconds.items() if kind.startswith("messages"))
    return (
        f"{size} events: {size / messages:.0f} messages/s beside {size / identity:.0f} events/s passed on, "
        f"{identity / messages:.2f} of the rate"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--itl", required=True, help="the command")
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", action="store_true", help="measure the rate instead")
    given = parser.parse_args()
    if given.rate:
        print(f"flink: {rate(given.events)}", flush=True)
        return
    for at in range(given.runs):
        print(f"flink: run {at + 1}: {run(given.itl, given.events, given.seed + at)}", flush=True)
    print(f"flink: {given.runs} of {given.runs} runs lost nothing and doubled nothing", flush=True)


if __name__ == "__main__":
    main()
