"""`watchkeep prepare`: what `up` does between the database and the web; of use when web and worker run apart."""

from argparse import Namespace

from watchkeep.launch import database, folders, inside, prepare


def run(chosen: Namespace) -> int:
    """Tables, static files and, when wished, the demo organisation."""
    here = folders.here()
    with database.at_hand(here) as url:
        here.make()
        inside.enter(here, url)
        prepare.everything(here, with_demo=chosen.demo)
    return 0
