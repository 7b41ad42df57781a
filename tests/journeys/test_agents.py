"""A real agent, unmodified, as Debian ships it, reports to the running program, and its machine is in the register."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from testing.debian import found
from testing.running import Lay, Running, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PROGRAM = found("fusioninventory-agent")
SET_UP = """
import json
from watchkeep.estate.discovery import life
from watchkeep.kernel.actors import CLOCK
print(json.dumps(life.add_gateway(by=CLOCK, name="Journey")[1]))
"""
KNOWN = """
SELECT i.name, i."values"->>'kernel',
       (SELECT count(*) FROM assets_installation s WHERE s.item_id = i.id AND s.until IS NULL)
  FROM discovery_agent a JOIN assets_item i ON i.id = a.item_id JOIN discovery_gateway g ON g.id = a.gateway_id
 WHERE g.name = 'Journey'
"""
OUTCOMES = (
    "SELECT i.state FROM discovery_inventory i JOIN discovery_gateway g ON g.id = i.gateway_id WHERE g.name = 'Journey'"
)


@pytest.fixture(scope="module")
def running(inhabited: Lay) -> Iterator[Running]:
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder:
        Path(folder).chmod(0o755)
        with Running(inhabited(Path(folder) / "data")) as running:
            yield running


def asked(running: Running, query: str) -> list[Any]:
    with psycopg.connect(running.facts["database_url"]) as line:
        return line.execute(query).fetchall()


def report(running: Running, key: str) -> None:
    """Let the agent do what it does once a day."""
    with tempfile.TemporaryDirectory() as folder:
        server = f"{running.url}/inventory/agents/{key}"
        settings = Path(folder) / "agent.cfg"
        settings.write_text(f"server = {server}\nvardir = {folder}\ntasks = inventory\n")
        command = [str(PROGRAM), f"--conf-file={settings}", "--force"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not PROGRAM, reason="fusioninventory-agent is not installed")
def test_a_real_agent_reports_and_its_machine_is_in_the_register_with_its_software(running: Running):
    done = running.run("manage", "shell", "-c", SET_UP, DATABASE_URL=running.facts["database_url"])
    assert done.returncode == 0, done.stderr
    report(running, json.loads(done.stdout.strip().splitlines()[-1]))
    wait_for(lambda: asked(running, KNOWN))
    ((name, kernel, programs),) = asked(running, KNOWN)
    assert (bool(name), bool(kernel), programs > 100) == (True, True, True)
    assert asked(running, OUTCOMES) == [("new",)]
