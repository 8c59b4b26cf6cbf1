"""What the tests change in worker processes; a module of its own, as those import it."""

import os
import re
import time

from retold.serve import jobs

__all__ = ["slow_down"]


def slow_down():
    """Let a check or a comparison of a text with "NAP 3" take three seconds; "BROKEN" fails, and "KILLED" kills."""
    for name in ("check", "compare"):
        jobs.JOBS[name] = _napping(jobs.JOBS[name])


def _napping(job):
    def run(archive, *arguments):
        said = str(arguments)
        if found := re.search(r"NAP (\d+)", said):
            time.sleep(int(found[1]))
        if "BROKEN" in said:
            raise ZeroDivisionError("a secret sentence of the text")
        if "KILLED" in said:
            os._exit(1)
        if found := re.search(r"NAP AFTER (\d+)", said):
            answers = job(archive, *arguments)
            yield next(answers)
            time.sleep(int(found[1]))
        yield from job(archive, *arguments)

    return run
