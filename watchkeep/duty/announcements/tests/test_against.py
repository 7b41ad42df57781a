"""What was said in public stands against a change that falls into its time."""

from datetime import timedelta

from testing import make
from watchkeep.duty.announcements import life
from watchkeep.estate.services import life as services
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes import queries

HOUR = timedelta(hours=1)


def test_maintenance_that_was_announced_warns_on_what_it_shows_and_windows_speak_for_themselves():
    database = make.service("Database")
    shop = make.service("Till", needs=(database,))
    component = make.component(make.status_page(), "Checkout", shop)
    start = clock.now() + HOUR
    made = life.announce(
        component.page, by=CLOCK, kind="maintenance", title="New discs", body="We work.", phase="scheduled",
        effects={component.pk: "under_maintenance"}, scheduled_for=start, scheduled_until=start + HOUR,
    )  # fmt: skip

    def against(at, service=database):
        return [(one.kind, one.severity, one.record) for one in queries.conflicts([service.pk], [], at, at + HOUR)]

    assert against(start) == [("announced", "warns", made.pk)]
    assert against(start + HOUR) == []
    assert against(start, make.service("Mail")) == []
    services.plan_maintenance(
        by=CLOCK, services=[database], starts_at=start + HOUR, ends_at=start + 2 * HOUR, reason="Discs"
    )
    assert [kind for kind, *_rest in against(start + HOUR)] == ["maintenance"]
