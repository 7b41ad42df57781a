"""`watchkeep up`."""

from argparse import Namespace

from watchkeep.launch import folders
from watchkeep.launch.up import Up


def run(chosen: Namespace) -> int:
    """Run a whole instance until somebody says stop."""
    return Up(
        folders.here(),
        chosen.host,
        chosen.port,
        with_demo=chosen.demo,
        logs_to_terminal=chosen.logs == "terminal",
    ).run()
