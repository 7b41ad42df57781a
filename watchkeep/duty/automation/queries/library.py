"""The library: procedures, what stands in them, and what changed from one version to another."""

from django.db.models import F, Q, QuerySet

from watchkeep.duty.automation.models import Procedure, Version
from watchkeep.duty.automation.rules import arranging
from watchkeep.duty.automation.rules.steps import Step
from watchkeep.kernel import comparing
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.comparing import Line


def procedure_named(slug: str) -> Procedure | None:
    """The procedure of this short name, if it can be started."""
    return Procedure.objects.offered().filter(slug=slug).first()


def library(
    actor: Actor, *, words: str = "", kind: str = "", retired: bool = False, doubtful: bool = False
) -> QuerySet[Procedure]:
    """Procedures, narrowed by words of their name, purpose or published text, by kind, and to what may be wrong."""
    rows = Procedure.objects.visible_to(actor).filter(is_active=not retired).select_related("owner_team")
    if doubtful:
        rows = rows.filter(stale_at__isnull=False)
    if kind:
        rows = rows.filter(kind=kind)
    published = Version.objects.filter(number=F("procedure__published_number"))
    for word in words.split()[:8]:
        texts = published.filter(body__icontains=word).values("procedure")
        rows = rows.filter(Q(name__icontains=word) | Q(purpose__icontains=word) | Q(pk__in=texts))
    return rows


def current(procedure: Procedure) -> Version | None:
    """The version that is published, or the draft while nothing is."""
    versions = procedure.versions.select_related("author", "publisher")
    if procedure.published_number is None:
        return versions.first()
    return versions.get(number=procedure.published_number)


def newest(procedure: Procedure) -> Version:
    """What is written at: the draft, or what is published while there is none."""
    return procedure.versions.select_related("author", "publisher")[:1].get()


def compared(before: Version, after: Version) -> list[Line]:
    """What changed from one version to another."""
    return comparing.compare(before.text, after.text)


def mark_of(written: Step | str) -> str:
    """What stands for a step or a text as its reader sees it now, to be handed back when they change it."""
    return arranging.mark_of(written)
