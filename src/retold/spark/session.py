"""A Spark session with the settings that a search needs."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from retold._threads import one_thread_a_process
from retold.errors import SettingsError

__all__ = ["need_spark", "settings_of", "spark_session"]

# Articles in a partition after a shuffle: some 50 MB of words and keys, which a task holds in memory.
_ARTICLES = 20_000
# Rows that Spark hands to Python at a time; a row may hold a whole file.
_ROWS = 2_000
_BATCH_BYTES = 64_000_000


def need_spark() -> None:
    """Raise `SettingsError` where pyspark is not installed."""
    # pyspark asks for pandas wherever it uses Arrow
    if find_spec("pyspark") is None or find_spec("pandas") is None:
        raise SettingsError("A search with Spark needs pyspark: install retold[spark].")


@contextmanager
def spark_session(master: str | None) -> Iterator[Any]:
    """The session that is active, or one on `master`, which is stopped at the end.

    Without a master, that of the environment is taken (spark-submit, spark-defaults.conf). With a master that starts
    with "local", workers run the Python that runs here. Raises `SettingsError` where no session can be had.
    """
    need_spark()
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        yield active
        return
    one_thread_a_process()
    builder = SparkSession.builder.appName("retold find").config("spark.ui.showConsoleProgress", "false")
    if master is not None:
        builder = builder.master(master)
        if master.startswith("local"):
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        builder = builder.config(f"spark.executorEnv.{name}", "1")
    try:
        spark = builder.getOrCreate()
    except (PySparkException, RuntimeError, OSError) as error:
        raise SettingsError(f"Spark could not be started: {_brief(error)}") from error
    except Exception as error:  # py4j wraps what Java throws: a master that is none, a cluster that cannot be reached
        raise SettingsError(f"Spark could not be started: {_brief(error)}") from error
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


@contextmanager
def settings_of(spark: Any) -> Iterator[Any]:
    """The session with the settings of a search; those that it had are put back.

    Yields a function that sets the number of partitions after a shuffle for so many articles.
    """
    wanted = {
        "spark.sql.session.timeZone": "UTC",  # in which times in Parquet files are told
        "spark.sql.adaptive.enabled": "false",  # partitions of cached tables must stay as they are
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(_ROWS),
        "spark.sql.execution.arrow.maxBytesPerBatch": str(_BATCH_BYTES),
        "spark.sql.shuffle.partitions": str(spark.sparkContext.defaultParallelism),
    }
    before = {name: spark.conf.get(name, None) for name in wanted}

    def for_articles(count: int) -> None:
        partitions = max(spark.sparkContext.defaultParallelism, -(-count // _ARTICLES))
        spark.conf.set("spark.sql.shuffle.partitions", str(partitions))

    try:
        for name, value in wanted.items():
            spark.conf.set(name, value)
        yield for_articles
    finally:
        spark.sparkContext.setJobDescription(None)
        for name, value in before.items():
            if value is None:
                spark.conf.unset(name)
            else:
                spark.conf.set(name, value)


def _brief(error: Exception) -> str:
    """The sentence in an error that says what happened, without the stack of Java."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = next((line for line in lines if "Exception:" in line), lines[0] if lines else type(error).__name__)
    return told.rpartition("Exception: ")[2].rstrip(".") + "."
