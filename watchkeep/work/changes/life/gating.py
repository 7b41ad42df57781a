"""The gate: a pipeline asks whether it may go on, and hears go, wait or stop, with the reasons in words and codes.

A fixed number of statements, however much is planned. What was asked and answered is a row; asked again with the same
key it is the same one, and about the same change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, live, locks, prepared
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.changes import queries
from watchkeep.work.changes.events import GateAnswered
from watchkeep.work.changes.life import recording
from watchkeep.work.changes.models import Asking, ChangeModel, PipelineSource, Progress, Verdict
from watchkeep.work.changes.permissions import P
from watchkeep.work.changes.queries.gate import Reason
from watchkeep.work.changes.rules.folding import sounds_like_production

KEPT_FOR = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a pipeline wants to put live. ``key`` tells its run from others; ``change`` is the number of a plan."""

    service: str
    environment: str = ""
    model: str = ""
    revision: str = ""
    commit: str = ""
    change: str = ""
    key: str = ""
    url: str = ""
    who: str = ""


@transaction.atomic
def ask_gate(question: Question, *, by: Actor, source: PipelineSource | None = None) -> Asking:
    """Answer a pipeline. Refused (``service``, ``model``) for what there is not.

    What goes by a standard model goes at once, and a change is on record for it from then on.
    """
    by.need(P.REPORT, _("ask at the gate"))
    service, model = _service(question, source), _model(question, source)
    if question.key:
        locks.wait_for(f"gate:{by}:{question.key}")
    asking = _same(question, service, by) or Asking(asker=str(by), key=question.key[:128])
    first = asking.pk is None
    asking.source, asking.service, asking.model = source, service, model
    asking.environment, asking.revision = question.environment[:120], question.revision[:120]
    asking.commit, asking.url, asking.number = question.commit[:64], question.url[:500], question.change[:20].upper()
    was = "" if first else asking.verdict
    _answer(asking, question, service, model, source, by=by)
    asking.times, asking.answered_at = asking.times + (not first), clock.now()
    asking.save()
    if asking.verdict != was:
        change = asking.change.pk if asking.change else None
        tell(GateAnswered(record=asking.pk, by=by, service=service.pk, verdict=asking.verdict, change=change))
    live.changed("gate")
    return asking


@transaction.atomic
def end_asked(key: str, progress: str, *, by: Actor) -> Asking:
    """What went ahead with this key has ended so: its change ends with it. Refused (``key``) for what nobody asked."""
    by.need(P.REPORT, _("ask at the gate"))
    if progress not in Progress.values:
        raise Refused(_("It is one of: %(all)s.") % {"all": ", ".join(Progress.values)}, field="state", code="unknown")
    rows = Asking.objects.filter(asker=str(by), key=key[:128]).exclude(key="")
    asking = rows.select_related("change__ticket", "service").first()
    if asking is None:
        raise Refused(_("Nobody asked with this key."), field="key", code="unknown")
    if asking.change and asking.verdict == Verdict.GO:
        recording.follow(asking.change, progress, clock.now(), by=by)
    return asking


def forget_askings(most: int = 5_000) -> int:
    """Sweep: let askings go that nobody looks at any more. Returns how many."""
    old = Asking.objects.filter(answered_at__lt=clock.now() - KEPT_FOR).order_by("pk")
    return Asking.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:most])).delete()[0]


def _answer(
    asking: Asking, question: Question, service: Service, model: ChangeModel | None, source: PipelineSource | None,
    *, by: Actor,
) -> None:  # fmt: skip
    if not _is_production(question, source):
        _say(
            asking,
            queries.Against(),
            Reason("not_production", _("%(name)s is not production.") % {"name": question.environment}),
        )
        return
    change = asking.change or (queries.change_numbered(asking.number) if asking.number else None)
    if asking.number and change is None:
        raise Refused(_("There is no change %(number)s.") % {"number": asking.number}, field="change", code="unknown")
    against = queries.against(service, change, clock.now(), model)
    missing = queries.missing(change, model, clock.now())
    asking.change = change
    _say(asking, against, *missing)
    if asking.verdict == Verdict.GO and change is None and model:
        asking.change = recording.open_standard(asking, model, by=by, who=question.who)


def _say(asking: Asking, against: queries.Against, *missing: Reason) -> None:
    """What stops it stops it; what is missing or passes by itself lets it wait; else it goes, and hears the rest."""
    waits = [*against.waits, *(one for one in missing if one.code not in queries.HARMLESS)]
    asking.verdict = Verdict.STOP if against.stops else Verdict.WAIT if waits else Verdict.GO
    asking.reasons = [one.kept() for one in (*against.stops, *against.waits, *missing, *against.told)]


def _same(question: Question, service: Service, by: Actor) -> Asking | None:
    """The asking with this key. Refused (``key``) when it was about another service."""
    if not question.key:
        return None
    asked = prepared.records(Asking, "asker = %s AND key = %s AND key <> ''", [str(by), question.key[:128]])
    found = next(iter(asked), None)
    if found and found.service_id != service.pk:
        raise Refused(_("This key was used for another service."), field="key", code="key_reused")
    return found


def _service(question: Question, source: PipelineSource | None) -> Service:
    named = queries.service_called(question.service) if question.service else None
    found = named or (source.service if source and not question.service else None)
    if found is None:
        raise Refused(
            _("There is no service with the short name “%(slug)s”.") % {"slug": question.service[:60]},
            field="service", code="unknown",
        )  # fmt: skip
    return found


def _model(question: Question, source: PipelineSource | None) -> ChangeModel | None:
    if not question.model:
        return source.model if source else None
    found = queries.model_called(question.model)
    if found is None:
        raise Refused(_("There is no model “%(slug)s”.") % {"slug": question.model[:60]}, field="model", code="unknown")
    return found


def _is_production(question: Question, source: PipelineSource | None) -> bool:
    if not question.environment:
        return True
    if source and source.production:
        return question.environment.lower() in {name.lower() for name in source.production}
    return sounds_like_production(question.environment)
