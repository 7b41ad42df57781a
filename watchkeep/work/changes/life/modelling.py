"""Models: made, kept, and trusted more or less by how their changes went."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.work.changes import queries, rules
from watchkeep.work.changes.events import ModelDemoted, ModelPromoted, ModelSaved
from watchkeep.work.changes.models import Change, ChangeModel, Standing
from watchkeep.work.changes.permissions import P


@transaction.atomic
def add_model(*, by: Actor, name: str, **values: Any) -> ChangeModel:
    """Make a model: a template at first. What becomes standard has a record."""
    by.need(P.MANAGE, _("look after models of changes"))
    model = ChangeModel()
    _save(model, name=name, slug=slugify(name)[:120] or "model", **values)
    tell(ModelSaved(record=model.pk, by=by, name=model.name, changed=[]))
    return model


@transaction.atomic
def edit_model(model: ChangeModel, *, by: Actor, **changes: Any) -> None:
    """Edit a model. A standard one that would be carried out otherwise is a template again: nobody approved that."""
    by.need(P.MANAGE, _("look after models of changes"))
    changed = _save(model, **changes)
    if not changed:
        return
    tell(ModelSaved(record=model.pk, by=by, name=model.name, changed=changed))
    if model.standing == Standing.STANDARD and {"plan", "test_plan", "back_out_plan"} & set(changed):
        demote(model, by=by, reason=_("Its plan was edited."))


@transaction.atomic
def promote(model: ChangeModel, *, by: Actor) -> None:
    """Approve changes of this model beforehand. Refused until enough of them went well."""
    by.need(P.MANAGE, _("look after models of changes"))
    model = _held(model)
    record = queries.record_of(model)
    if record.good < model.promote_at or record.percent < model.demote_under:
        words = ngettext(
            "%(good)s good run, %(percent)s%% of the last %(runs)s: it needs %(needed)s and %(least)s%%.",
            "%(good)s good runs, %(percent)s%% of the last %(runs)s: it needs %(needed)s and %(least)s%%.", record.good,
        )  # fmt: skip
        raise Refused(words % {
            "good": record.good, "percent": record.percent, "runs": record.runs, "needed": model.promote_at,
            "least": model.demote_under,
        }, code="no_record")  # fmt: skip
    if (
        not ChangeModel.objects.filter(pk=model.pk)
        .exclude(standing=Standing.STANDARD)
        .update(standing=Standing.STANDARD)
    ):
        raise Refused(_("It is standard already."), code="wrong_state")
    tell(ModelPromoted(record=model.pk, by=by, name=model.name, runs=record.runs, good=record.good))


@transaction.atomic
def demote(model: ChangeModel, *, by: Actor, reason: str) -> None:
    """Look at each change of this model again."""
    by.need(P.MANAGE, _("look after models of changes"))
    if not (reason := reason.strip()[:300]):
        raise Refused(_("Say why."), field="reason", code="missing")
    if not ChangeModel.objects.filter(pk=model.pk, standing=Standing.STANDARD).update(standing=Standing.DEMOTED):
        raise Refused(_("It is not standard."), code="wrong_state")
    model.standing = Standing.DEMOTED
    tell(ModelDemoted(record=model.pk, by=by, name=model.name, reason=reason))


def count(change: Change, was: bool | None) -> None:
    """How a change of this model went is known, or known otherwise than it ``was``, inside a verb.

    A standard model whose changes go wrong too often falls.
    """
    goes = change.went_well
    if change.model_id is None or goes == was:
        return
    runs, good = (goes is not None) - (was is not None), (goes is True) - (was is True)
    ChangeModel.objects.filter(pk=change.model_id).update(runs=F("runs") + runs, good=F("good") + good)
    model = ChangeModel.objects.get(pk=change.model_id)
    record = queries.record_of(model)
    if model.standing == Standing.STANDARD and record.percent < model.demote_under:
        words = _("%(percent)s%% of the last %(runs)s went well; it needs %(least)s%%.")
        demote(
            model, by=CLOCK,
            reason=words % {"percent": record.percent, "runs": record.runs, "least": model.demote_under},
        )  # fmt: skip


def _save(model: ChangeModel, **values: Any) -> list[str]:
    if "plan" in values:
        values["plan"] = rules.plain_plan(rules.read_plan(values["plan"]))
    return save(model, **values)


def _held(model: ChangeModel) -> ChangeModel:
    return ChangeModel.objects.select_for_update().get(pk=model.pk)
