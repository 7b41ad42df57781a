"""`watchkeep serve`."""

import os
from argparse import Namespace

from watchkeep.launch import folders, surroundings, web
from watchkeep.launch.commands.work import database_of
from watchkeep.launch.words import say


def run(chosen: Namespace) -> int:
    """Become the web server, beside a database that runs already."""
    here = folders.here()
    here.make()
    url = database_of(here)
    port = surroundings.free_web_port(chosen.host, chosen.port)
    if port != chosen.port:
        say(f"Port {chosen.port} is busy; taking {port}.")
    address = os.environ.get("WATCHKEEP_BASE_URL") or web.visible_address(chosen.host, port)
    say(f"Serving {address}")
    command = web.command(chosen.host, port)
    os.execve(command[0], command, surroundings.environment(here, database_url=url, base_url=address))  # noqa: S606
