"""docs/api.md, example by example, with curl against a real server."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from testing import make

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("curl"), reason="the examples are written for curl: apt-get install curl"),
]
PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def said(live_server):
    """What each example says, in order, as one reader would run them."""
    env = os.environ | {"WATCHKEEP": live_server.url, "TOKEN": make.token(), "NUMBER": ""}
    found = []
    for example in EXAMPLES[1:]:
        done = subprocess.run(
            ["bash", "-euc", example], env=env, capture_output=True, text=True, check=False, timeout=60
        )
        assert (done.returncode, done.stderr) == (0, ""), example
        found.append(done.stdout)
        if '"number"' in done.stdout and not env["NUMBER"]:
            env["NUMBER"] = json.loads(done.stdout)["number"]
    return found


def test_every_example_does_what_the_page_says(said):
    me, opened, acknowledged, resolved, pages, edited, twice, file, wrong, facts, asked = said
    number = json.loads(opened)["number"]
    assert "incident.open" in json.loads(me)["permissions"]
    assert [json.loads(one)["state"] for one in (opened, acknowledged, resolved)] == ["new", "in_progress", "resolved"]
    assert pages.split() == [number]
    assert json.loads(edited)["cause"] == "The relay ran out of memory"
    first, second = both(twice)
    assert first == second
    assert json.loads(file)["name"] == "relay.log"
    assert json.loads(wrong) == json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])
    assert [fact["kind"] for fact in json.loads(facts)["items"]] == ["incident.resolved"]
    assert json.loads(asked)["state"] == "new"


def both(text):
    """Two JSON values, one after the other."""
    first, end = json.JSONDecoder().raw_decode(text)
    return first, json.loads(text[end:])
