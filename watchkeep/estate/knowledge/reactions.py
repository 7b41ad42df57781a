"""What happens to articles when what they are about changes."""

from watchkeep.estate.knowledge import life
from watchkeep.estate.services import queries as services
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import Fact


def doubt_articles(fact: Fact) -> None:
    """They may be wrong now."""
    if doubt := services.doubt(fact):
        life.mark_stale(by=CLOCK, service=doubt.service, item=doubt.item, reason=doubt.reason)
