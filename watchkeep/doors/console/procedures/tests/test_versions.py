"""Versions are read, compared, and brought back."""

import pytest

from testing import make
from watchkeep.duty.automation import life, queries
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def made():
    found = make.procedure(name="Kettle", body="Hot")
    life.write_text(found, by=CLOCK, body="Cold")
    life.publish(found, by=CLOCK)
    return found


def test_an_earlier_version_is_read_as_it_was(writer, made):
    page = writer.get("/runbooks/kettle/versions/1").content.decode()
    assert ("<p>Hot</p>" in page, "Bring back" in page) == (True, True)
    assert writer.get("/runbooks/kettle/versions/9").status_code == 404


def test_two_are_compared_line_by_line(writer, made):
    page = writer.get("/runbooks/kettle/compare?before=1&after=2").content.decode()
    assert ("is-gone" in page, "is-new" in page, "no difference" in page) == (True, True, False)
    assert "no difference" in writer.get("/runbooks/kettle/compare?before=2&after=2").content.decode()
    assert writer.get("/runbooks/kettle/compare?before=x&after=99999").status_code == 200


def test_an_earlier_one_comes_back_as_a_draft_and_says_what_it_overwrites(writer, made):
    life.write_text(made, by=CLOCK, body="Lukewarm")
    assert b"overwritten" in writer.get("/runbooks/kettle/versions/1/restore").content
    answer = writer.post("/runbooks/kettle/versions/1/restore")
    newest = queries.newest(made)
    assert (answer.headers["location"], newest.number, newest.body) == ("/runbooks/kettle/draft", 3, "Hot")
