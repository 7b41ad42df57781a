"""Words of people, without what tells who they are."""

from watchkeep.estate.knowledge import rules


def masked(text: str) -> str:
    """The text without addresses, numbers and secrets, so that it may be kept."""
    return rules.mask(text.replace("\x00", ""))
