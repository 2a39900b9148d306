"""Proves that a replay on Spark loses and doubles nothing while a worker dies.

    prove.py --itl PROGRAM [--events 20000] [--runs 1]

Each run starts Spark with two workers as processes (`local-cluster`), replays events from lines of JSON and from Parquet, kills
the process of an executor in the first two seconds of each, and compares the messages with those of the command, as a multiset.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import itl
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from events import by_the_command, events, template  # noqa: E402
from itl_spark import messages  # noqa: E402


def executors() -> list[int]:
    """The processes of the executors of this program."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    mine, known = [], {os.getpid()}
    # A child can stand before its parent, so until nothing is added.
    while more := [row for row in rows if int(row[1]) in known and int(row[0]) not in known]:
        known.update(int(row[0]) for row in more)
        mine += [int(row[0]) for row in more if "ExecutorBackend" in row[2]]
    return mine


def kill_one(after: float, seed: int, killed: list[int]) -> None:
    """Waits, and ends an executor at once."""
    time.sleep(after)
    victim = random.Random(seed).choice(sorted(executors()))
    os.kill(victim, signal.SIGKILL)
    killed.append(victim)


def run(spark: SparkSession, program: str, folder: Path, size: int, seed: int) -> str:
    poison = size // 100
    lines = list(events(size, poison, seed))
    source = template("one")
    wanted = by_the_command(program, source, lines)
    bad = sum(line is None for line in wanted)
    expected = Counter(line for line in wanted if line is not None)
    (folder / "events").mkdir(parents=True)
    parts = 16
    for at in range(parts):
        part = lines[at * size // parts : (at + 1) * size // parts]
        (folder / "events" / f"{at}.ndjson").write_text("\n".join(part) + "\n", encoding="utf-8")
        pq.write_table(pa.table({"event": part}), folder / "events" / f"{at}.parquet")
    rendered = messages(itl.Template(source))
    told = []
    for kind in ("ndjson", "parquet"):
        if kind == "ndjson":
            frame = spark.read.option("pathGlobFilter", "*.ndjson").text(str(folder / "events"))
            frame = frame.withColumnRenamed("value", "event")
        else:
            frame = spark.read.option("pathGlobFilter", "*.parquet").parquet(str(folder / "events"))
        killed: list[int] = []
        after = random.Random(seed).random() * 2
        killer = threading.Thread(target=kill_one, args=(after, seed, killed))
        started = time.monotonic()
        killer.start()
        out = str(folder / f"out-{kind}")
        frame.repartition(64).select(rendered("event").alias("message")).select("message.*").write.parquet(out)
        killer.join()
        seconds = time.monotonic() - started
        found = spark.read.parquet(out).collect()
        assert killed and len(found) == size, f"{len(found)} rows of {size}"
        failed = [row for row in found if "E0601" in row["warnings"]]
        assert len(failed) == bad == poison and not any(row["ok"] for row in failed)
        texts = Counter(json.dumps(row["text"], ensure_ascii=False) for row in found if "E0601" not in row["warnings"])
        assert texts == expected, f"{(texts - expected).total()} too many, {(expected - texts).total()} missing"
        told.append(f"{kind}: {texts.total()} messages, {len(failed)} failures, an executor killed after {after:.1f} of {seconds:.1f} s")
        # The killed one comes back before the next replay.
        end = time.monotonic() + 60
        while len(executors()) < 2 and time.monotonic() < end:
            time.sleep(0.2)
    return "; ".join(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--itl", required=True, help="the command")
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="itl-spark-"))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("itl proof")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.executor.memory", "768m")
        .config("spark.sql.warehouse.dir", str(root / "warehouse"))
        .config("spark.local.dir", str(root / "local"))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "2000")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("FATAL")
    spark.sparkContext.addPyFile(str(HERE / "itl_spark.py"))
    try:
        for at in range(given.runs):
            told = run(spark, given.itl, root / str(at), given.events, given.seed + at)
            print(f"spark: run {at + 1}: {told}", flush=True)
    finally:
        spark.stop()
        shutil.rmtree(root, ignore_errors=True)
    print(f"spark: {given.runs} of {given.runs} runs lost nothing and doubled nothing", flush=True)


if __name__ == "__main__":
    main()
