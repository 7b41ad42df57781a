"""What a newcomer sees who lets the demo outage play: the whole story, within a minute."""

import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from testing.running import Lay, Running, surroundings, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow]
STORY = (
    *("The web shop is open at", "has just been killed", "is open:", "is on call and has been paged"),
    *("has been paged as well", "Acknowledged", "An update has been posted", "has been started again"),
    *("the incident is restored", "One region fails", "became P1 by itself", "central Europe joined"),
    *("Both regions are back", "as its timeline tells it"),
)
TIMELINE = ("incident.opened", "oncall.paged", "incident.acknowledged", "incident.update_posted", "incident.restored")


def who(timeline: str, kind: str) -> str:
    """Who did it, as the timeline says."""
    return re.search(rf"{kind} +(\S.*)", timeline)[1].strip()


def break_off(data: Path) -> None:
    """Begin a performance and press Ctrl-C as soon as its incident is open."""
    command, told = [sys.executable, "-P", "-m", "watchkeep", "demo", "--outage"], data / "told"
    with told.open("w") as words:
        play = subprocess.Popen(command, env=surroundings(data), cwd="/", stdout=words, stderr=words)
    wait_for(lambda: "is open:" in told.read_text() or play.poll() is not None)
    play.send_signal(signal.SIGINT)
    assert play.wait(30) == 130, told.read_text()
    assert "Traceback" not in told.read_text()


def test_the_outage_plays_to_its_end_within_a_minute_also_when_one_before_was_broken_off(inhabited: Lay):
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder:
        Path(folder).chmod(0o755)
        with Running(inhabited(Path(folder) / "data")) as running:
            break_off(running.data)
            began = time.monotonic()
            played = running.run("demo", "--outage")
            took = time.monotonic() - began
            assert played.returncode == 0, played.stdout + played.stderr + running.logs
            told, _, timeline = played.stdout.partition("as its timeline tells it")
            places = [(told + "as its timeline tells it").find(words) for words in STORY]
            assert -1 not in places, played.stdout
            assert places == sorted(places)
            kinds = re.findall(r"\d\d:\d\d:\d\d +(\S+)", timeline)
            first = [kinds.index(kind) for kind in TIMELINE]
            assert first == sorted(first), kinds
            assert kinds.count("oncall.paged") >= 2
            assert who(timeline, "incident.acknowledged") == re.search(r"So (.+) has been paged as well", told)[1]
            assert took < 75, "nobody watches for longer"
