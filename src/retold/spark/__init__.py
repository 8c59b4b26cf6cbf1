"""The search for families on a Spark cluster, for collections that are too large for one machine.

The same compiled code as in `retold.finding`, run on partitions: `reading` lists what there is to read, `prints` reads
and fingerprints it, `keys` finds the candidates, `pairs` verifies them, `search` puts the steps together, `output`
writes tables to where Spark writes, `session` has what is particular to Spark. pyspark is imported when a search
starts, not before.
"""

from __future__ import annotations

from retold.spark.output import is_url, write_table
from retold.spark.search import find_with_spark

__all__ = ["find_with_spark", "is_url", "write_table"]
