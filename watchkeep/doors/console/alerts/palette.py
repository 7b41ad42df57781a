"""What palette and search find among alerts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.insight.detection import queries
from watchkeep.kernel.actors import Actor

TITLE = _("Alerts")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Alerts whose summary or key holds the words, the last heard first."""
    rows = queries.alerts(actor, words=words)[:size]
    return [
        Find(row.summary[:120], reverse("console:alert", args=[row.pk]), "alert", str(row.get_status_display()))
        for row in rows
    ]
