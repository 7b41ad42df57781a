"""What applications mean: read by the rules for titles, corrected by people, and what waited for that, counted."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from watchkeep.estate.licences import rules
from watchkeep.estate.licences.events import ApplicationSetAside, ApplicationTakenUp
from watchkeep.estate.licences.life.correcting import named_so
from watchkeep.estate.licences.life.seating import Day, note_days
from watchkeep.estate.licences.models import Application, Product, Rule, WaitingSignIn
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.queries import names_of, people_called
from watchkeep.kernel import clock, locks
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

BATCH = 2000
WAITS = timedelta(days=90)
"""For how long a sign-in waits for somebody to say what it means."""


@transaction.atomic
def correct_application(
    application: Application,
    *,
    by: Actor,
    product: Product | None = None,
    new_product: str = "",
    pattern: str = "",
    edition: str = "",
) -> Rule:
    """Say which product an application is. It becomes a rule, by which titles and other applications are read, too."""
    rule = named_so(application.name, "", by=by, product=product, called=new_product, pattern=pattern, edition=edition)
    Application.objects.filter(pk=application.pk).update(set_aside="", is_due=True)
    return rule


@transaction.atomic
def set_application_aside(application: Application, *, by: Actor, reason: str) -> None:
    """Say why nobody needs to know what it is. What waited is let go, and what comes is not kept."""
    by.need(P.MANAGE, _("say what applications mean"))
    if not (reason := reason.strip()[:300]):
        raise Refused(_("Say why."), field="reason", code="missing")
    _turn(Application.objects.unknown(), application, reason)
    WaitingSignIn.objects.filter(application=application).delete()
    tell(ApplicationSetAside(record=application.pk, by=by, reason=reason))


@transaction.atomic
def take_application_up(application: Application, *, by: Actor) -> None:
    """Let it wait again for somebody to say what it is."""
    by.need(P.MANAGE, _("say what applications mean"))
    _turn(Application.objects.exclude(set_aside=""), application, "")
    tell(ApplicationTakenUp(record=application.pk, by=by))


@transaction.atomic
def read_applications() -> int:
    """Sweep: read applications that are concerned by another rule, and count what waited for that."""
    with locks.only_one("licences.applications") as is_mine:
        if not is_mine:
            return 0
        rows = Application.objects.filter(is_due=True).select_related("log").order_by("id")
        due = list(rows.select_for_update(of=("self",), skip_locked=True)[:BATCH])
        read_these(due)
        _count(WaitingSignIn.objects.filter(application__in=[one.pk for one in due if one.product_id]))
    return len(due)


def read_these(applications: Sequence[Application]) -> None:
    """Say of these which products they mean by the rules that there are."""
    if not applications:
        return
    known = {rule.pk: rule for rule in Rule.objects.all()}
    reader = rules.Reader(rule.pattern for rule in known.values())
    for one in applications:
        found = reader.read(one.name, "")
        one.rule = known[found.key] if found else None
        one.product_id = one.rule.product_id if one.rule else None
        one.is_due = False
    Application.objects.bulk_update(applications, ["rule", "product", "is_due"])


def let_wait(waiting: Sequence[WaitingSignIn]) -> list[WaitingSignIn]:
    """Keep sign-ins until somebody knows what they mean. Returns those that were not kept yet."""
    wanted = {(one.application_id, one.login, one.on): one for one in waiting}
    applications, logins = {one.application_id for one in waiting}, {one.login for one in waiting}
    kept = WaitingSignIn.objects.filter(application__in=applications, login__in=logins)
    new = sorted(wanted.keys() - {*kept.values_list("application", "login", "on")})
    return WaitingSignIn.objects.bulk_create([wanted[key] for key in new], ignore_conflicts=True)


@transaction.atomic
def count_what_waited(person: int) -> None:
    """Somebody is known now: what they signed in to before is counted."""
    _count(WaitingSignIn.objects.filter(login__in=names_of(person), application__product__isnull=False))


def forget_waiting() -> int:
    """Sweep: let sign-ins go of which nobody has said for long what they mean. Returns how many."""
    old = WaitingSignIn.objects.filter(on__lt=clock.now().date() - WAITS).order_by("on")
    return WaitingSignIn.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH])).delete()[0]


def _count(rows: QuerySet[WaitingSignIn]) -> None:
    """Count those of these whose people are known, a batch at a time; the others go on waiting."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).select_related("application__log").order_by("pk")[:BATCH]):
        last = batch[-1].pk
        people = people_called({one.login for one in batch})
        days: dict[str, set[Day]] = defaultdict(set)
        done = []
        for one in batch:
            if one.login in people and (product := one.application.product_id):
                days[one.application.log.source].add((product, people[one.login], one.on))
                done.append(one.pk)
        for source, told in sorted(days.items()):
            note_days(told, source=source)
        WaitingSignIn.objects.filter(pk__in=done).delete()


def _turn(rows: QuerySet[Application], application: Application, reason: str) -> None:
    if rows.filter(pk=application.pk).update(set_aside=reason) != 1:
        raise Refused(_("Somebody has dealt with it."), code="wrong_state")
    application.set_aside = reason
