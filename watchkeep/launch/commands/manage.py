"""`watchkeep manage`."""

import contextlib
from argparse import Namespace

from django.core.management import execute_from_command_line

from watchkeep.launch import database, folders, inside


def run(chosen: Namespace) -> int:
    """Any of Django's own commands, beside this installation's database."""
    here = folders.here()
    with database.at_hand(here) as url:
        here.make()
        inside.enter(here, url)
        with contextlib.suppress(SystemExit):
            execute_from_command_line(["watchkeep manage", *chosen.rest])
    return 0
