"""How much more of a plan is laid out than a list of windows shows."""

from collections.abc import Iterable

from django.db.models import Count

from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.kernel import clock


def further_windows(shown: Iterable[MaintenanceWindow]) -> dict[int, int]:
    """Of each plan of which one window is shown: how many more are ahead. One question, however many are shown."""
    plans = {one.plan_id for one in shown if one.plan_id}
    if not plans:
        return {}
    rows = MaintenanceWindow.objects.ahead(clock.now()).filter(plan__in=plans).order_by()
    return {plan: n - 1 for plan, n in rows.values_list("plan").annotate(n=Count("pk"))}
