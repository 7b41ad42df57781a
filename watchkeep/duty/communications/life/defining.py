"""Audiences, templates, and which customers use what: data, for whoever may configure communication."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.communications import events, queries
from watchkeep.duty.communications.models import Audience, Kind, Language, Template, Use
from watchkeep.duty.communications.permissions import P
from watchkeep.duty.communications.rules import texts
from watchkeep.estate.people.models import Organisation
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.permissions import P as services  # noqa: N811  # this slice has a P of its own
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.work.incidents.models import Incident


@transaction.atomic
def save_audience(audience: Audience | None = None, *, by: Actor, **values: Any) -> Audience:
    """Make an audience, or change one. Which side of the door it is on follows from its kind, but for a list."""
    by.need(P.CONFIGURE, _("change audiences"))
    is_new = audience is None
    audience = audience or Audience()
    kind = values.get("kind", audience.kind)
    if kind != Kind.LIST:
        values |= {"is_outside": kind == Kind.CUSTOMERS, "addresses": []}
    if kind not in {Kind.TEAM, Kind.MANAGERS}:
        values["team"] = None
    _refuse_unsound(kind, values, audience)
    if changed := save(audience, **values):
        tell(events.AudienceSaved(record=audience.pk, by=by, name=audience.name, changed=changed, is_new=is_new))
    return audience


@transaction.atomic
def save_template(template: Template | None = None, *, by: Actor, **values: Any) -> Template:
    """Write the words for a moment. What their side does not know is refused, with the names that it does."""
    by.need(P.CONFIGURE, _("change templates"))
    is_new = template is None
    template = template or Template()
    audience = values.get("audience", template.audience)
    if audience is not None:
        values["is_outside"] = audience.is_outside
    is_outside = values.get("is_outside", template.is_outside)
    for field in ("subject", "body"):
        _refuse_unknown(values.get(field, getattr(template, field)), field, is_outside=is_outside)
    if save(template, **values):
        fact = events.TemplateSaved(
            record=template.pk, by=by, phase=template.phase, language=template.language, is_new=is_new
        )
        tell(fact)
    return template


def try_template(
    *,
    subject: str,
    body: str,
    is_outside: bool,
    language: str = Language.EN,
    audience: Audience | None = None,
    incident: Incident | None = None,
) -> tuple[str, str]:
    """How words would read to an audience about an incident; about none, filled with samples. Refused as on saving."""
    audience = audience or Audience(is_outside=is_outside)
    for field, text in (("subject", subject), ("body", body)):
        _refuse_unknown(text, field, is_outside=audience.is_outside)
    values = texts.names_for(is_outside=audience.is_outside, language=language)
    if incident:
        values = queries.values_for(audience, queries.Matter(incident), language)
    filled = [texts.fill(text, values, is_outside=audience.is_outside) for text in (subject, body)]
    return filled[0], filled[1]


@transaction.atomic
def remove_template(template: Template, *, by: Actor) -> None:
    """Take words away; broader ones hold. The last words for a moment stay."""
    by.need(P.CONFIGURE, _("remove templates"))
    broader = Template.objects.filter(
        phase=template.phase, is_outside=template.is_outside, language="en", audience=None, severity=None
    )
    if not broader.exclude(pk=template.pk).exists():
        raise Refused(_("These are the last words for this moment. Change them instead."))
    tell(events.TemplateRemoved(record=template.pk, by=by, phase=template.phase, language=template.language))
    template.delete()


@transaction.atomic
def set_uses(service: Service, *, by: Actor, organisations: Iterable[Organisation]) -> None:
    """Say which customers use a service: they are told when it fails, or what it stands on."""
    by.need(services.MANAGE, _("say who uses a service"))
    Service.objects.select_for_update().get(pk=service.pk)
    wanted = {one.pk: one for one in organisations}
    if any(one.kind != Organisation.Kind.CUSTOMER for one in wanted.values()):
        raise Refused(_("Only customers use a service in this sense."), field="organisations")
    now = set(Use.objects.filter(service=service).values_list("organisation_id", flat=True))
    if now == wanted.keys():
        return
    Use.objects.filter(service=service, organisation__in=now - wanted.keys()).delete()
    Use.objects.bulk_create(Use(service=service, organisation_id=pk) for pk in wanted.keys() - now)
    tell(events.UsesSet(record=service.pk, by=by, organisations=sorted(wanted)))


def _refuse_unsound(kind: str, values: dict[str, Any], audience: Audience) -> None:
    if "addresses" in values:
        values["addresses"] = list(dict.fromkeys(one.strip().lower() for one in values["addresses"] if one.strip()))
    if kind == Kind.LIST and not values.get("addresses", audience.addresses):
        raise Refused(_("A list holds at least one address."), field="addresses")
    if "languages" in values:
        values["languages"] = list(dict.fromkeys(values["languages"]))
        if not values["languages"] or set(values["languages"]) - set(Language.values):
            raise Refused(_("Choose at least one of the languages."), field="languages")


def _refuse_unknown(text: str, field: str, *, is_outside: bool) -> None:
    try:
        texts.check(text, is_outside=is_outside)
    except texts.Unfit as unfit:
        raise Refused(_in_words(unfit, is_outside=is_outside), field=field) from unfit


def _in_words(unfit: texts.Unfit, *, is_outside: bool) -> str:
    named = ", ".join(unfit.names)
    if unfit.reason == "unknown":
        known = ", ".join(sorted(texts.names_for(is_outside=is_outside)))
        return _("There is no %(named)s here. These exist: %(known)s.") % {"named": named, "known": known}
    if unfit.reason == "filter":
        return _("The filter %(named)s is not for texts. Use upper, lower, capitalize or default.") % {"named": named}
    if unfit.reason == "construct":
        return _("Texts hold names in braces and conditions, nothing else (%(named)s).") % {"named": named}
    return _("This cannot be read: %(why)s") % {"why": named}
