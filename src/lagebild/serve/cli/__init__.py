"""The command line: `lagebild VERB`. Each command reads its arguments, calls one verb and prints what it returns."""

from lagebild.serve.cli.app import main

__all__ = ["main"]
