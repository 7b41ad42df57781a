from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from watchkeep.kernel import clock
from watchkeep.kernel.models import Beat


@pytest.fixture
def client():
    return Client()


def test_healthz_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_readyz_says_what_is_missing(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "watchkeep work" in answer.json()["checks"]["worker"]


def test_readyz_is_content_with_a_live_worker(client):
    Beat.objects.create(worker="w", at=clock.now())
    assert client.get("/readyz").json()["checks"] == {"database": "ok", "migrations": "ok", "worker": "ok"}


def test_readyz_hears_a_silent_worker(client):
    Beat.objects.create(worker="w", at=clock.now() - timedelta(minutes=2))
    assert "silent for 12" in client.get("/readyz").json()["checks"]["worker"]


def test_readyz_sees_a_migration_that_is_not_applied(client):
    Beat.objects.create(worker="w", at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kernel'")
    assert "not applied" in client.get("/readyz").json()["checks"]["migrations"]


def test_metrics_are_for_this_machine_and_for_tokens(client):
    assert b"watchkeep_jobs_waiting 0.0" in client.get("/metrics").content
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="192.0.2.7").status_code == 401
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION="Bearer nonsense").status_code == 401
