"""Sends a running service everything that its own description allows, and much that it does not.

    pip install -e '.[bench,serve]'
    python benchmarks/service/fuzz.py [--minutes 30] [--seed 1] [--workers 2]

schemathesis reads /api/openapi.json of a real `retold serve`, which is writable and has an archive of 300 invented
articles, and makes requests from it until the time is over, with all its checks: no status and no content type that
the description does not name, no answer of another form, nothing valid refused as invalid or the other way round, no
method that is not told of, nothing that is there after it was deleted. A 503 is no failure: it is described, and says
that there is too much to do. One check is left out, for which the reason stands beside it in the code. Prints what
schemathesis counted and found, and exits 1 where there was a failure or where the service did not answer in the end.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from serving import fill, served

# Valid by the schema and refused all the same: a comparison of an archived article that is not there, a text of
# spaces alone, an address that cannot be fetched. No schema can say which those are.
LEFT_OUT = "positive_data_acceptance"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0, help="default 30")
    parser.add_argument("--seed", type=int, default=1, help="default 1")
    parser.add_argument("--workers", type=int, default=2, help="requests at one time, default 2")
    args = parser.parse_args()
    program = shutil.which("schemathesis", path=str(Path(sys.executable).parent)) or shutil.which("schemathesis")
    if program is None:
        raise SystemExit("schemathesis is not installed: pip install -e '.[bench]'")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # `not_a_server_error` takes any 5xx for a failure; 503 is one that the description names.
        (folder / "schemathesis.toml").write_text(
            "[checks]\nnot_a_server_error.expected-statuses = [\"2xx\", \"3xx\", \"4xx\", 503]\n"
        )
        fill(folder / "archive.retold", 300, args.seed)
        with served(folder / "archive.retold", "--rate", "0", "--writable") as (url, _):
            seconds = max(1, round(60 * args.minutes))
            command = [
                program, "--config-file", str(folder / "schemathesis.toml"), "run", f"{url}/api/openapi.json",
                "--checks", "all", "--exclude-checks", LEFT_OUT, "--max-time", str(seconds), "--seed", str(args.seed),
                "--workers", str(args.workers), "--continue-on-failure", "--request-timeout", "60",
                "--suppress-health-check", "all", "--no-color", "--max-examples", "1000",
            ]  # fmt: skip
            done = subprocess.run(command, cwd=folder, timeout=seconds + 600)
            with urllib.request.urlopen(f"{url}/health", timeout=30) as answer:
                alive = json.load(answer)["status"] == "ok"
    print("The service still answers." if alive else "The service does not answer any more.")
    return 0 if done.returncode == 0 and alive else 1


if __name__ == "__main__":
    sys.exit(main())
