"""ITL templates as columns of Spark: a replay of a year of events, or a backfill of messages.

    from itl_spark import messages
    frame.select(messages(template)("event").alias("message"))

A column of JSON text becomes a struct of `text`, `ok` and `warnings` (codes). The work runs in Arrow batches; the template
goes to the workers as a pickle and is compiled once in each. The workers need the package `itl`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import itl
import pyarrow as pa
from pyspark.sql import Column
from pyspark.sql.functions import arrow_udf
from pyspark.sql.types import ArrayType, BooleanType, StringType, StructField, StructType

MESSAGE = StructType(
    [
        StructField("text", StringType()),
        StructField("ok", BooleanType()),
        StructField("warnings", ArrayType(StringType())),
    ]
)
"""A message: its text, whether a strict caller would take it, and the codes of its warnings."""


def messages(template: itl.Template, **options: Any) -> Callable[..., Column]:
    """A function of a column of JSON text, which returns a column of messages. `options` are those of a render.

    There is always a text; of an event that is no JSON `ok` is false and `warnings` holds `E0601`. A null is no event.
    """

    @arrow_udf(MESSAGE)  # type: ignore[call-overload,untyped-decorator]
    def render(batches: Iterator[pa.Array]) -> Iterator[pa.Array]:
        for batch in batches:
            found = [template.render_json("" if event is None else event, **options) for event in batch.to_pylist()]
            columns = [
                pa.array(found, pa.string()),
                pa.array([text.ok for text in found], pa.bool_()),
                pa.array([[one.code for one in text.warnings] for text in found], pa.list_(pa.string())),
            ]
            yield pa.StructArray.from_arrays(columns, names=MESSAGE.names)

    rendering: Callable[..., Column] = render
    return rendering
