"""`watchkeep demo`."""

from argparse import Namespace

from watchkeep.launch import database, folders, inside, instance, prepare, welcome
from watchkeep.launch.folders import Folders
from watchkeep.launch.words import CannotGoOn, say


def run(chosen: Namespace) -> int:
    """Load the demo organisation, or play the demo outage against the running instance."""
    here = folders.here()
    if chosen.outage:
        return _outage(here)
    with database.at_hand(here) as url:
        here.make()
        inside.enter(here, url)
        prepare.tables()
        prepare.demo(here)
    if not here.demo.exists():
        say("Somebody works here already: the demo organisation is only loaded into an empty Watchkeep.")
    for login in welcome.demo_facts(here).get("logins", []):
        say(f"  {login['email']:<28} {login['password']:<22} {login['role']}")
    return 0


def _outage(here: Folders) -> int:
    running = instance.running(here)
    if not running or not running.url:
        raise CannotGoOn("No instance runs here. Start one with ./run in another terminal, then play the outage.")
    facts = welcome.demo_facts(here)
    if not facts:
        raise CannotGoOn(
            "This instance has no demo organisation to break. Start a fresh one: WATCHKEEP_DATA=demo ./run"
        )
    inside.enter(here, running.database_url)
    return int(inside.find("watchkeep.demo.outage.play")(url=running.url, facts=facts, say=say) or 0)
