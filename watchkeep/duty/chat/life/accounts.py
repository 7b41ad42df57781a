"""Whose account is whose, and what a button carries.

Who asks for a code is signed in here; who shows it there is who the chat says. A code is a key: it works once, for
ten minutes, and its owner is written to when it was used.
"""

import secrets as random
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.chat import events
from watchkeep.duty.chat.models import Account, LinkCode, Workspace
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets.models import Ticket

CODE_MINUTES = 10
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No letter that can be taken for another; twelve of them are 60 bits."""
BUTTON_DAYS = 90
FORM_MINUTES = 60


@transaction.atomic
def new_code(person: Person, *, by: Actor) -> str:
    """A code that proves, in a chat, who one is here. It works once; a newer one replaces it."""
    if by.person != person.pk:
        raise NotAllowed(_("%(name)s may not do this for somebody else.") % {"name": by.name})
    plain = "-".join("".join(random.choice(CODE_LETTERS) for _letter in range(4)) for _group in range(3))
    expires = clock.now() + timedelta(minutes=CODE_MINUTES)
    LinkCode.objects.update_or_create(person=person, defaults={"digest": secrets.digest(plain), "expires_at": expires})
    return plain


@transaction.atomic
def link(workspace: Workspace, *, remote: str, name: str, code: str) -> Actor:
    """Tie the account that shows this code to the person who asked for it. Returns them as an actor."""
    digest = secrets.digest(code.strip().upper())
    found = LinkCode.objects.select_for_update().filter(
        digest=digest, expires_at__gt=clock.now(), person__is_active=True
    )
    kept = found.select_related("person").first()
    if kept is None:
        raise Refused(_("This code does not work, or no longer. Get a new one on your profile page in Watchkeep."))
    person = kept.person
    kept.delete()
    Account.objects.filter(workspace=workspace, remote=remote).delete()
    Account.objects.filter(workspace=workspace, person=person).delete()
    Account.objects.create(workspace=workspace, person=person, remote=remote[:128], name=name[:120])
    actor = people.actor_for(person)
    tell(events.AccountLinked(record=person.pk, by=actor, workspace=workspace.name, name=name[:120]))
    return actor


@transaction.atomic
def unlink(account: Account, *, by: Actor) -> None:
    """Untie an account: whoever uses it is a stranger from now on."""
    if by.person != account.person_id:
        raise NotAllowed(_("%(name)s may not do this for somebody else.") % {"name": by.name})
    person, workspace, name = account.person_id, account.workspace.name, account.name
    account.delete()
    tell(events.AccountUnlinked(record=person, by=by, workspace=workspace, name=name))


def forget_codes() -> int:
    """Sweep: codes that nobody used in time go. Returns how many."""
    return LinkCode.objects.filter(expires_at__lte=clock.now()).delete()[0]


@dataclass(frozen=True)
class Pressed:
    """What a button or a form of ours carried: which incident, what to do."""

    ticket: int
    do: str
    remote: str = ""
    """The account for which a form was opened: a client sees what its form carries, and could send it as another's."""


def button_token(workspace: Workspace, ticket: Ticket, do: str) -> str:
    """What a button carries: signed, for one workspace."""
    return secrets.sign([ticket.pk, do], f"chat.button.{workspace.key}")


def form_token(workspace: Workspace, ticket: Ticket, do: str, *, remote: str) -> str:
    """What a form carries: signed, for one account of one workspace, and different each time."""
    return secrets.sign([ticket.pk, do, remote, random.token_hex(8)], f"chat.form.{workspace.key}")


def read_button(workspace: Workspace, token: str, *, is_form: bool = False) -> Pressed | None:
    """What a button or a form carried; None when it is not ours, or too old."""
    if is_form:
        value = secrets.unsign(token, f"chat.form.{workspace.key}", FORM_MINUTES * 60)
    else:
        value = secrets.unsign(token, f"chat.button.{workspace.key}", BUTTON_DAYS * 86400)
    return Pressed(int(value[0]), *map(str, value[1:3])) if isinstance(value, list) and len(value) > 1 else None
