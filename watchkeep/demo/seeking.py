"""How people at Kestrel Outfitters looked for help in the last weeks: most helped themselves, some found nothing."""

from watchkeep.demo.cast import Cast
from watchkeep.estate.knowledge.models import Article
from watchkeep.kernel import clock
from watchkeep.work.selfservice import life

SOUGHT = (
    (34, "ines", "locked out", "Unlock your account"),
    (31, "hugo", "send a jacket back", "How do I return a jacket?"),
    (27, "bo", "new telephone authenticator", "Set up a second factor on a new telephone"),
    (23, "ines", "standing desk", ""),
    (20, "hugo", "card declined", "My payment was declined"),
    (18, "emil", "wrong paper label printer", "Print at the warehouse"),
    (16, "ines", "password wrong three times", "Unlock your account"),
    (13, "dilara", "mail on my own phone", "Read company mail on your own telephone"),
    (11, "hugo", "gift wrapping", ""),
    (9, "ines", "locked out again", "Unlock your account"),
    (3, "bo", "standing desk", ""),
    (2, "hugo", "declined payment", "My payment was declined"),
)
"""How many days ago, who, in which words, and what helped; nothing where nothing was found."""


def look(people: Cast) -> None:
    """Let each of them look, and the first weeks be judged."""
    for days, who, words, title in SOUGHT:
        by = people.actor(who)
        with clock.travel(days=-days):
            life.look(by=by, words=words, found_any=bool(title))
            if title:
                life.solved(Article.objects.get(title=title), by=by)
    life.judge_due()
