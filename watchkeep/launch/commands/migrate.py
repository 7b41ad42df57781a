"""`watchkeep migrate`."""

from argparse import Namespace

from watchkeep.launch import database, folders, inside, prepare


def run(_chosen: Namespace) -> int:
    """Bring the tables and the static files up to date, whether or not an instance runs."""
    here = folders.here()
    with database.at_hand(here) as url:
        here.make()
        inside.enter(here, url)
        prepare.tables()
        prepare.static_files(here)
    return 0
