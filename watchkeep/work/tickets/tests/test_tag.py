"""Tags."""

import pytest

from testing import make
from testing.harness import last_told, told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets import life


def test_they_are_cleaned_and_sorted():
    ticket = make.ticket()
    life.tag(ticket, by=CLOCK, add=["#Shop", "shop", " card-reader "])
    assert ticket.tags == ["card-reader", "shop"]


def test_one_is_added_while_another_goes():
    ticket = make.ticket(tags=["old"])
    life.tag(ticket, by=CLOCK, add=["new"], remove=["old"])
    assert ticket.tags == ["new"]
    assert last_told("ticket", ticket.pk, "incident", "ticket").data == {"added": ["new"], "removed": ["old"]}


def test_what_is_there_already_tells_nothing():
    ticket = make.ticket(tags=["shop"])
    life.tag(ticket, by=CLOCK, add=["shop"], remove=["never"])
    assert told("ticket", ticket.pk, "incident", "ticket") == ["incident.opened"]


@pytest.mark.parametrize("tags", [["two words"], ["<b>"], ["x" * 41], [str(n) for n in range(21)]])
def test_what_is_no_tag_is_refused(tags):
    with pytest.raises(Refused) as refused:
        life.tag(make.ticket(), by=CLOCK, add=tags)
    assert refused.value.field == "tags"
