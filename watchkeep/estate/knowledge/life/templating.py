"""Templates: how articles of a kind begin."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.knowledge import rules
from watchkeep.estate.knowledge.events import TemplateRemoved, TemplateSaved
from watchkeep.estate.knowledge.models import Audience, Template
from watchkeep.estate.knowledge.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save


@transaction.atomic
def save_template(template: Template | None = None, *, by: Actor, **values: Any) -> Template:
    """Make a template, or change one. Articles that began with it stay as they are."""
    by.need(P.TEMPLATES, _("change templates"))
    if values.get("audience") == Audience.ORGANISATION:
        raise Refused(_("A template is not for a single organisation."), field="audience")
    if "tags" in values:
        values["tags"] = " ".join(rules.clean_tags(values["tags"].replace(",", " ").split()))
    template = template or Template()
    if changed := save(template, **values):
        tell(TemplateSaved(record=template.pk, by=by, name=template.name, changed=changed))
    return template


@transaction.atomic
def remove_template(template: Template, *, by: Actor) -> None:
    """Let no article begin like this any more."""
    by.need(P.TEMPLATES, _("change templates"))
    pk, name = template.pk, template.name
    template.delete()
    tell(TemplateRemoved(record=pk, by=by, name=name))
