"""Listening to identity providers: who signed in where, each application read as a product by the rules for titles.

What an application is, or who somebody is, may not be known yet: such a sign-in waits, and is counted when it is. The
same event again changes nothing: a day of somebody in an application is noted once, whichever events tell of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.licences.events import SignInLogAdded, SignInLogKeyMade, SignInLogSwitched
from watchkeep.estate.licences.life.meaning import let_wait, read_these
from watchkeep.estate.licences.life.seating import Day, note_days
from watchkeep.estate.licences.models import Application, SignInLog, WaitingSignIn
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.queries import people_called
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

PREFIX = "wks_"
MOST_EVENTS = 20_000
OLDEST = timedelta(days=400)


@dataclass(frozen=True)
class SignedIn:
    """Somebody signed in to an application on a day; by which names the provider knows them, the best one first."""

    subject: str
    name: str
    logins: tuple[str, ...]
    on: date


@dataclass(frozen=True)
class Listened:
    """What came of a delivery: days of people that are new, those that wait, and events of days that do not count."""

    counted: int
    waiting: int
    passed: int


@transaction.atomic
def add_log(*, by: Actor, name: str, provider: str) -> tuple[SignInLog, str]:
    """Let an identity provider tell who signs in where. Returns its key, which is shown this once."""
    by.need(P.MANAGE, _("listen to identity providers"))
    if SignInLog.objects.filter(name__iexact=name.strip()).exists():
        raise Refused(_("There is one of this name."), field="name", code="taken")
    plain, digest = secrets.new_key(PREFIX)
    log = SignInLog(prefix=plain[:10], digest=digest)
    save(log, name=name, provider=provider)
    tell(SignInLogAdded(record=log.pk, by=by, name=log.name))
    return log, plain


@transaction.atomic
def make_log_key(log: SignInLog, *, by: Actor) -> str:
    """Give it another key, shown this once. The former one opens nothing from now on."""
    by.need(P.MANAGE, _("listen to identity providers"))
    plain, digest = secrets.new_key(PREFIX)
    SignInLog.objects.filter(pk=log.pk).update(prefix=plain[:10], digest=digest)
    tell(SignInLogKeyMade(record=log.pk, by=by))
    return plain


@transaction.atomic
def switch_log(log: SignInLog, *, by: Actor) -> None:
    """Listen to it no longer, or again. What it told stays."""
    by.need(P.MANAGE, _("listen to identity providers"))
    row = SignInLog.objects.select_for_update().get(pk=log.pk)
    SignInLog.objects.filter(pk=log.pk).update(is_active=not row.is_active)
    log.is_active = not row.is_active
    tell(SignInLogSwitched(record=log.pk, by=by, is_active=log.is_active))


@transaction.atomic
def listen(log: SignInLog, events: Sequence[SignedIn]) -> Listened:
    """Note who signed in where. Refused (``events``) when too much comes at once."""
    if len(events) > MOST_EVENTS:
        raise Refused(_("At most %(n)s events at once.") % {"n": MOST_EVENTS}, field="events", code="too_many")
    today = clock.now().date()
    counting = [one for one in events if today - OLDEST < one.on <= today]
    SignInLog.objects.filter(pk=log.pk).update(heard_at=clock.now())
    people = people_called({login for one in counting for login in one.logins})
    counted, waiting = _note(log, _applications(log, counting), counting, people)
    return Listened(counted, waiting, len(events) - len(counting))


def _applications(log: SignInLog, events: Iterable[SignedIn]) -> list[Application]:
    """The applications of these events, held until the end; those that are new or named otherwise are read at once."""
    names = {one.subject[:200]: (one.name or one.subject)[:200] for one in events if one.subject}
    Application.objects.bulk_create(
        [Application(log=log, subject=subject, name=name) for subject, name in sorted(names.items())],
        ignore_conflicts=True,
    )
    rows = Application.objects.filter(log=log, subject__in=[*names]).select_related("log").order_by("pk")
    found = list(rows.select_for_update(of=("self",)))
    renamed = [one for one in found if one.name != names[one.subject]]
    for one in renamed:
        one.name, one.is_due = names[one.subject], True
    Application.objects.bulk_update(renamed, ["name", "is_due"])
    read_these([one for one in found if one.is_due])
    return found


def _note(
    log: SignInLog, applications: Iterable[Application], events: Sequence[SignedIn], people: dict[str, int]
) -> tuple[int, int]:
    """Count who is known, let the others wait: how many days of people were new, and how many of these wait.

    So many statements, however many applications there are. A day that two of them tell of is of the first.
    """
    told: dict[str, list[SignedIn]] = defaultdict(list)
    for event in events:
        told[event.subject[:200]].append(event)
    meant = [one for one in applications if not one.set_aside]
    days: dict[Day, int] = {}
    waiting = list[WaitingSignIn]()
    for one, event in ((application, event) for application in meant for event in told[application.subject]):
        one.last_on = max(one.last_on or event.on, event.on)
        person = next((people[login] for login in event.logins if login in people), None)
        if person and one.product_id:
            days.setdefault((one.product_id, person, event.on), one.pk)
        elif event.logins:
            waiting.append(WaitingSignIn(application=one, login=event.logins[0][:254], on=event.on))
    new, left = note_days(days.keys(), source=log.source), let_wait(waiting)
    fresh = Counter(days[day] for day in new) + Counter(one.application_id for one in left)
    for one in meant:
        one.people_days += fresh[one.pk]
    Application.objects.bulk_update(meant, ["people_days", "last_on"])
    return len(new), len(left)
