"""Tokens: keys with which programs act for a person, within scopes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries, rules
from watchkeep.estate.people.events import TokenIssued, TokenRevoked
from watchkeep.estate.people.models import ApiToken, Person
from watchkeep.estate.people.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.kernel.secrets import new_key

PREFIX = "wk_"
SHOWN = 9


@transaction.atomic
def issue_token(
    person: Person, *, by: Actor, name: str, scopes: Iterable[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Give a program a key, and return it in the clear: now and never again."""
    by.need(P.TOKENS, _("issue tokens"))
    if by.person != person.pk:
        raise NotAllowed(_("A token acts for its owner, so only they issue it."), permission=P.TOKENS)
    wanted = sorted(set(scopes))
    _refuse_unfit(by, wanted, expires_at)
    plain, key_digest = new_key(PREFIX)
    token = ApiToken(prefix=plain[:SHOWN], digest=key_digest)
    save(token, person=person, name=name, scopes=wanted, expires_at=expires_at)
    tell(TokenIssued(record=person.pk, by=by, token=token.pk, name=token.name, scopes=wanted))
    return token, plain


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Actor) -> None:
    """Make a key worthless, at once. Its owner does it, or whoever manages people and may do as much."""
    if by.person != token.person_id:
        by.need(P.MANAGE, _("revoke tokens of others"))
        if not rules.may_touch(by.permissions, queries.actor_for(token.person).permissions):
            raise NotAllowed(_("%(name)s may do more than you.") % {"name": token.person.name}, permission=P.MANAGE)
    now = clock.now()
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now) != 1:
        raise Refused(_("This token has been revoked already."))
    token.revoked_at = now
    tell(TokenRevoked(record=token.person_id, by=by, token=token.pk, name=token.name))


def _refuse_unfit(by: Actor, scopes: list[str], expires_at: datetime | None) -> None:
    if not scopes:
        raise Refused(_("Choose at least one thing that the token may do."), field="scopes")
    is_oneself = by.key == f"person:{by.person}"  # a token hands out no more than its own scopes
    if not (is_oneself and "*" in scopes) and not queries.allowed(scopes) <= by.permissions:
        raise Refused(_("A token may not do what you may not do."), field="scopes")
    if expires_at and expires_at <= clock.now():
        raise Refused(_("Choose a day that is still to come."), field="expires_at")
