"""Who still owes a second factor hears nothing either."""

from django.conf import settings
from django.test import Client

from testing import make
from watchkeep.doors.live import readers

BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_a_session_that_owes_a_second_factor_hears_nothing():
    client, ana = Client(), make.ana()
    client.force_login(ana, backend=BACKEND)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}".encode()
    assert readers._actor({b"cookie": cookie})
    ana.roles.update(needs_second_factor=True)
    assert readers._actor({b"cookie": cookie}) is None
