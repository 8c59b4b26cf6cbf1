"""The command line: `retold`. A command opens, calls one library function, and writes."""

from retold.cli.app import main

__all__ = ["main"]
