"""Hints to open pages: "this changed", never what it says now. Losing one costs a moment, not a fact."""

from watchkeep.kernel import after_commit

CHANNEL = "watchkeep_live"


def changed(*topics: str) -> None:
    """After the commit, tell open pages that these topics (``ticket:12``, ``queue``) changed."""
    after_commit.notify(CHANNEL, topics)
