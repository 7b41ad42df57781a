"""Failed jobs: seen, and given another chance."""

from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from testing import make

BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_a_job_that_has_not_failed_is_not_found():
    client = Client()
    client.force_login(make.admin(), backend=BACKEND)
    assert client.get("/settings/jobs").status_code == 200
    assert client.post("/settings/jobs/1/retry").status_code == 404
    assert not ProcrastinateJob.objects.exists()


def test_what_was_given_up_is_shown_with_its_reason_and_put_back(transactional_db):
    client, job = Client(), make.dead_letter(fact=7)
    client.force_login(make.admin(), backend=BACKEND)
    shown = client.get("/settings/jobs").content.decode()
    assert "look_ahead_again" in shown
    assert "it was not there" in shown
    assert client.post(f"/settings/jobs/{job}/retry").status_code == 302
    assert ProcrastinateJob.objects.get(pk=job).status == "todo"
    assert "No job has failed" in client.get("/settings/jobs").content.decode()


def test_an_auditor_looks_but_does_not_retry():
    client = Client()
    client.force_login(make.auditor(), backend=BACKEND)
    assert client.get("/settings/jobs").status_code == 200
    assert client.post("/settings/jobs/1/retry").status_code == 403
