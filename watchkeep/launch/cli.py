"""The command line: what each word does, and where it is done."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from watchkeep import __version__
from watchkeep.launch import surroundings
from watchkeep.launch.words import CannotGoOn, complain

OLDEST_PYTHON = (3, 11)
WRONG = 1
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; 0 when it is done, 1 when a person has to mend something first."""
    if sys.version_info < OLDEST_PYTHON:
        complain(f"Watchkeep needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return WRONG
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        chosen = understood(given)
        module = importlib.import_module(f"watchkeep.launch.commands.{chosen.command}")
        return int(module.run(chosen))
    except CannotGoOn as trouble:
        complain(str(trouble))
        return WRONG
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG


def understood(given: list[str]) -> argparse.Namespace:
    """What a command line asks for. Raises SystemExit, with a word, when it asks for nothing that there is."""
    parser = _parser()
    chosen, rest = parser.parse_known_args(given)
    if rest and chosen.command != "manage":
        parser.error(f"unknown: {' '.join(rest)}")
    chosen.rest = rest
    return chosen


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="watchkeep", description="IT service management that hears the failure.")
    parser.add_argument("--version", action="version", version=f"watchkeep {__version__}")
    words = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    up = words.add_parser("up", help="run everything here: database, web and worker, until Ctrl-C")
    _where(up)
    up.add_argument("--no-demo", dest="demo", action="store_false", help="start empty, without the demo organisation")
    up.add_argument("--logs", choices=("files", "terminal"), default="files", help="where web and worker write")
    _where(words.add_parser("serve", help="run the web server alone"))
    work = words.add_parser("work", help="run a worker alone")
    work.add_argument(
        "--only", choices=surroundings.LANES, default="", help="what takes mail in, or what sorts it; no jobs"
    )
    work.add_argument("--without", choices=surroundings.LANES, action="append", default=[], help="everything but that")
    work.add_argument("--prepare", choices=("bare", "demo"), default="", help=argparse.SUPPRESS)
    words.add_parser("migrate", help="bring the database's tables up to date")
    demo = words.add_parser("demo", help="load the demo organisation")
    demo.add_argument("--outage", action="store_true", help="play an outage against the running instance")
    admin = words.add_parser("admin", help="invite an administrator, or help one who is locked out")
    admin.add_argument("email", metavar="EMAIL")
    admin.add_argument("--name", help="how to call them; the first part of the address unless told")
    admin.add_argument("--organisation", default="Our organisation", help="its name, when there is none yet")
    words.add_parser("doctor", help="explain in words what is wrong")
    backup = words.add_parser("backup", help="write database, uploads and keys into one archive")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = words.add_parser("restore", help="bring back what a backup holds")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--force", action="store_true", help="replace what is there")
    words.add_parser("manage", help="any of Django's own commands", add_help=False)
    return parser


def _where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=surroundings.told().host, help="address to listen on (WATCHKEEP_HOST)")
    parser.add_argument("--port", type=int, default=surroundings.told().port, help="first port to try (WATCHKEEP_PORT)")
