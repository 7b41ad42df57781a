"""The last words before the instance goes quiet: where it is, and who may come in."""

import json
from pathlib import Path
from typing import Any

from watchkeep import __version__
from watchkeep.launch.folders import Folders, clone_root
from watchkeep.launch.words import say


def show(folders: Folders, url: str) -> None:
    """Print the address, the demo logins and how to stop."""
    say(f"\n  Watchkeep {__version__} is ready:  {url}\n")
    logins = demo_facts(folders).get("logins", [])
    for login in logins:
        say(f"    {login['email']:<28} {login['password']:<22} {login['role']}")
    if logins:
        say(
            f"\n  See it work: {_command()} --demo-outage"
            if clone_root()
            else "\n  See it work: watchkeep demo --outage"
        )
    say(f"  Data and logs: {folders.home}. Ctrl-C stops everything.")


def demo_facts(folders: Folders) -> dict[str, Any]:
    """What the demo organisation told when it was made; nothing when there is none."""
    try:
        return dict(json.loads(folders.demo.read_text()))
    except (OSError, ValueError):
        return {}


def _command() -> str:
    root = clone_root()
    return "./run" if root == Path.cwd() else f"{root}/run"
