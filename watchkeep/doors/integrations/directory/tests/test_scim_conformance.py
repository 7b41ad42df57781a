"""The conformance tester of the scim2 project, against our server."""

import importlib
from typing import Any

import pytest
from django.conf import settings
from django.test.client import ClientHandler

from testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HANDLER = ClientHandler(enforce_csrf_checks=True)


def watchkeep(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Our addresses as a WSGI application, inside of the test's transaction."""
    response = HANDLER(environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.headers.items()))
    return [response.content]


def test_the_server_conforms():
    client_of = importlib.import_module("scim2_client.engines.wsgi").WSGISCIMClient  # seconds, in each process that
    tester = importlib.import_module("scim2_tester")  # only collects this file
    source = make.source("scim")
    headers = {"Authorization": f"Bearer {make.scim_key(source)}"}
    client = client_of(watchkeep, base_url=f"{settings.BASE_URL}/scim/v2", headers=headers)
    results = tester.check_server(client)
    bad = (tester.Status.ERROR, tester.Status.CRITICAL)
    wrong = [f"{one.title} {one.resource_type}: {one.reason}" for one in results if one.status in bad]
    assert not wrong, "\n".join(wrong)
    assert sum(one.status == tester.Status.SUCCESS for one in results) > 60
