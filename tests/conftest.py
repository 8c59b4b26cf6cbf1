"""For all tests: the order in which modules are run, and what processes that they start need not do again."""

import os
import sys

# Hundreds of processes are started; where Python may not keep what it compiled, each compiles all modules anew, which
# takes as long as everything else at their start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_modifyitems(items):
    """Run what takes longest first, so that with several processes it does not run alone at the end."""
    items.sort(key=lambda item: item.path.parent.name != "spark")
