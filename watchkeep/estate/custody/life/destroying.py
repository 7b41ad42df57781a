"""Destroying: how a thing came to its end, by whom and when, with the certificate that says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.models import State as ItemState
from watchkeep.estate.assets.permissions import P as Items
from watchkeep.estate.custody.events import Destroyed
from watchkeep.estate.custody.models import Destruction
from watchkeep.estate.custody.permissions import P
from watchkeep.kernel import clock, files, papers
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

if TYPE_CHECKING:
    from django.core.files import File


@transaction.atomic
def destroy(  # a certificate says this much
    item: Item,
    *,
    by: Actor,
    method: str,
    who: str,
    done_on: date,
    certificate: str = "",
    file: File[bytes] | None = None,
    name: str = "",
    declared: str = "",
) -> Destruction:
    """It is gone for good. What is not retired yet is retired first; the paper is kept with its digest."""
    by.need(P.DESTROY, _("record that things were destroyed"))
    if done_on > clock.now().date():
        raise Refused(_("Note it down when it was done."), field="done_on")
    if not certificate.strip() and file is None:
        raise Refused(_("Give the number of the certificate or its paper."), field="certificate", code="missing")
    worker = replace(by, permissions=by.permissions | {Items.MANAGE, Items.DISPOSE}) if by.person else by
    item.refresh_from_db()
    if item.state != ItemState.RETIRED:
        assets.retire(item, by=worker)
    said = _("%(how)s by %(who)s on %(day)s") % {"how": method.strip(), "who": who.strip(), "day": done_on.isoformat()}
    assets.dispose(item, by=worker, disposal=f"{said}, {certificate.strip()}".strip(", "))
    made = Destruction(item=item, by=str(by))
    if file is not None:
        papers.look_at(made, file, name=name, declared=declared)
    save(made, method=method.strip(), who=who.strip(), done_on=done_on, certificate=certificate.strip())
    if file is not None:
        files.keep(made, file)
    tell(Destroyed(record=made.pk, by=by, item=item.pk, certificate=made.certificate, sha256=made.sha256))
    return made
