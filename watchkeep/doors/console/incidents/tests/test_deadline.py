"""A deadline is set in the room, and urgency follows as it comes near."""

import re
from datetime import timedelta

from testing import make
from testing.harness import sweep
from watchkeep.kernel import clock
from watchkeep.work.incidents import jobs
from watchkeep.work.incidents.models import Incident


def test_a_deadline_makes_it_more_urgent_by_itself(client):
    client.force_login(make.ana())
    incident = make.incident(service=make.service(tier=4, users_count=0, value_per_hour=0))
    page = client.get(f"/incidents/{incident.number}").content.decode()
    assert f"/incidents/{incident.number}/deadline" in page
    asked = client.get(f"/incidents/{incident.number}/deadline").context["form"]
    soon = (clock.now() + timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M")
    given = {"deadline_at": soon, "version": asked["version"].value()}
    assert client.post(f"/incidents/{incident.number}/deadline", given).status_code == 302
    with clock.travel(seconds=5):
        sweep(jobs.reassess_due)
        page = client.get(f"/incidents/{incident.number}").content.decode()
    assert Incident.objects.get(pk=incident.pk).urgency == incident.urgency - 1
    assert re.search(r"due in \d+ minutes", page)
