"""Replays events to messages on Spark.

    spark-submit --py-files itl_spark.py replay.py --template FILE --events FOLDER --out FOLDER

Events are lines of JSON, or the column `event` of Parquet files. Messages are written as Parquet, or with `--format json` as
lines of JSON: the event's columns other than `event`, and `text`, `ok`, `warnings`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import itl
from itl_spark import messages
from pyspark.sql import SparkSession
from pyspark.sql.functions import col


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--template", required=True)
    parser.add_argument("--events", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--from", dest="source", choices=["ndjson", "parquet"], default="ndjson")
    parser.add_argument("--format", choices=["parquet", "json"], default="parquet")
    parser.add_argument("--dialect", choices=["itl", "mustache"], default="itl")
    parser.add_argument("--timezone", default="UTC")
    given = parser.parse_args(arguments)
    source = Path(given.template).read_text(encoding="utf-8")
    template = itl.Template(source, name=given.template, dialect=given.dialect, timezone=given.timezone)
    spark = SparkSession.builder.appName("itl replay").getOrCreate()
    if given.source == "ndjson":
        frame = spark.read.text(given.events).withColumnRenamed("value", "event")
        # Lines without anything part nothing and are no events.
        frame = frame.where(col("event").rlike(r"\S"))
    else:
        frame = spark.read.parquet(given.events)
    rest = [col(name) for name in frame.columns if name != "event"]
    rendered = frame.select(*rest, messages(template)("event").alias("message")).select(*rest, "message.*")
    rendered.write.mode("error").format(given.format).save(given.out)
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
