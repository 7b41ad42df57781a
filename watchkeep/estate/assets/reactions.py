"""Answers to facts: when the rules of authority are others, what they decided is looked at again."""

from watchkeep.estate.assets import life
from watchkeep.estate.assets.events import AuthorityRemoved, AuthoritySet


def judge_again(_fact: AuthoritySet | AuthorityRemoved) -> None:
    """Let a sweep look again at every item of which several sources speak."""
    life.judge_again()
