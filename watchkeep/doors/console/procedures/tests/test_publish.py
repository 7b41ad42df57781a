"""A draft is published with a note, or thrown away; a procedure is retired and revived."""

import pytest

from testing import make
from watchkeep.duty.automation import life
from watchkeep.duty.automation.life import Act
from watchkeep.duty.automation.models import Procedure
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def made():
    found = make.procedure(name="Kettle")
    life.write_text(found, by=CLOCK, body="Hot")
    return found


def fresh():
    return Procedure.objects.get(slug="kettle")


def test_it_is_published_with_a_note(manager, made):
    assert manager.post("/runbooks/kettle/draft/publish", {"note": "Shorter"}).status_code == 302
    assert fresh().published_number == 2
    assert b"Shorter" in manager.get("/runbooks/kettle").content
    assert manager.post("/runbooks/kettle/draft/publish").status_code == 409


def test_what_the_machine_could_not_do_is_said_before(manager, made):
    act = Act(name="http", connection="Nowhere", parameters={"path": "x"})
    life.change_step(made, by=CLOCK, step=make.doing("mend", action=act))
    assert "Nowhere" in manager.get("/runbooks/kettle/draft/publish").content.decode()


def test_a_draft_is_thrown_away(writer, made):
    assert writer.post("/runbooks/kettle/draft/discard").status_code == 302
    assert fresh().versions.count() == 1


def test_it_is_retired_and_offered_again(manager, made):
    manager.post("/runbooks/kettle/retire")
    assert (fresh().is_active, b"Kettle" in manager.get("/runbooks?retired=1").content) == (False, True)
    manager.post("/runbooks/kettle/revive")
    assert fresh().is_active


def test_who_writes_does_not_publish(writer, made):
    assert b"Somebody who may publish" in writer.get("/runbooks/kettle/draft").content
    tried = ("draft/publish", "retire", "revive")
    assert {writer.post(f"/runbooks/kettle/{verb}").status_code for verb in tried} == {403}
