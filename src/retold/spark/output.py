"""Results to where Spark writes: object stores, distributed file systems."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from retold.errors import WriteError
from retold.model import Families

__all__ = ["is_url", "write_table"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_url(path: str | Path) -> bool:
    """Whether a path names a file system of Spark's.

    >>> is_url("s3a://news/2026/"), is_url("news/2026")
    (True, False)
    """
    return isinstance(path, str) and _SCHEME.match(path) is not None


def write_table(spark: Any, families: Families, url: str) -> None:
    """Write the families as Parquet, in the columns of `retold.report.families_parquet`, replacing what is at `url`."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    from retold.report.families_parquet import write_parquet

    buffer = io.BytesIO()
    write_parquet(families, buffer)
    buffer.seek(0)
    table = pq.read_table(buffer).replace_schema_metadata(None)
    try:
        spark.createDataFrame(table).coalesce(1).write.mode("overwrite").parquet(url)
    except Exception as error:
        lines = [line for line in str(error).splitlines() if line.strip()]
        told = lines[0].strip() if lines else type(error).__name__
        raise WriteError(f"Spark cannot write to {url}: {told}") from error
