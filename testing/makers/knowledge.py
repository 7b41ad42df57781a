"""Builders of articles."""

from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from watchkeep.estate.knowledge import life
from watchkeep.estate.knowledge.models import Article, Audience, Media, State
from watchkeep.kernel.actors import CLOCK, Actor

_number = count(1)
STEPS = "## What you see\n\nThe screen stays dark.\n\n## What to do\n\n1. Press the button for ten seconds.\n2. Wait."


def article(state: str = State.PUBLISHED, *, by: Actor = CLOCK, title: str = "", **more: Any) -> Article:
    """An article for employees in a state, brought there by its verbs."""
    values = {"audience": Audience.EMPLOYEES, "body": STEPS} | more
    made = life.write(by=by, title=title or f"A dark screen {next(_number)}", **values)
    if state == State.REVIEW:
        life.submit(made, by=by)
    elif state != State.DRAFT:
        life.publish(made, by=by)
    if state == State.REVISING:
        life.edit(made, by=by, body=f"{STEPS}\n3. Call us.")
        life.submit(made, by=by)
    if state == State.RETIRED:
        life.retire(made, by=by, reason="Nobody has such a screen any more")
    return made


def picture(article: Article, name: str = "screen.png", *, by: Actor = CLOCK, **more: Any) -> Media:
    """A small picture of an article; other files by their first bytes."""
    content = more.pop("content", b"\x89PNG\r\n\x1a\n" + b"pixels" * 20)
    return life.add_media(article, by=by, file=ContentFile(content, name=name), name=name, **more)
