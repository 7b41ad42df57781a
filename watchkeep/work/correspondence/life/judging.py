"""Judging: what waits is let in or discarded by a person, and rules say so for the next time."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel import clock, queue
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.work.correspondence import events
from watchkeep.work.correspondence.life.steps import LIFE
from watchkeep.work.correspondence.models import Act, Mail, Mailbox, SenderRule
from watchkeep.work.correspondence.permissions import P
from watchkeep.work.correspondence.rules import senders


@transaction.atomic
def let_in(mail: Mail, *, by: Actor) -> None:
    """It comes in after all, whatever was against it. A worker reads it anew."""
    if mail.erased_at:
        raise Refused(_("Its source has been erased: it cannot be read anew."), code="wrong_state")
    was = mail.state
    LIFE.move(mail, "let_in", by=by, is_let_in=True, attempts=0, next_step_at=clock.now())
    tell(events.LetIn(record=mail.pk, by=by, was=was))
    queue.nudge("mail")


@transaction.atomic
def discard(mail: Mail, *, by: Actor) -> None:
    """It is not wanted. It stays on record, and can still be let in."""
    was = mail.state
    LIFE.move(mail, "discard", by=by, next_step_at=None)
    tell(events.Discarded(record=mail.pk, by=by, was=was))


@transaction.atomic
def set_rule(  # a rule has this many parts
    *,
    by: Actor,
    pattern: str,
    act: str,
    mailbox: Mailbox | None = None,
    must_be_proven: bool = False,
    takes_automatic: bool = False,
) -> SenderRule:
    """Decide what becomes of mail of these senders from now on. A rule for the same senders is replaced."""
    by.need(P.JUDGE, _("decide who may write"))
    if act not in Act.values:
        raise Refused(_("There is no such decision."), field="act")
    pattern = senders.clean_pattern(pattern)
    rule = SenderRule.objects.filter(pattern=pattern, mailbox=mailbox).first() or SenderRule()
    save(
        rule, pattern=pattern, mailbox=mailbox, act=act, must_be_proven=must_be_proven,
        takes_automatic=takes_automatic and act == Act.ACCEPT,
    )  # fmt: skip
    tell(events.SenderRuleSet(record=rule.pk, by=by, pattern=pattern, act=act))
    return rule


@transaction.atomic
def remove_rule(rule: SenderRule, *, by: Actor) -> None:
    """The rule holds no more."""
    by.need(P.JUDGE, _("decide who may write"))
    tell(events.SenderRuleRemoved(record=rule.pk, by=by, pattern=rule.pattern))
    rule.delete()
