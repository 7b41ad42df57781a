"""A sender that is killed in the middle: the message is sent again, under the same Message-ID."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.db import connection

from testing import make
from testing.mailbox import mail_server
from watchkeep.duty.notify.jobs import lanes, post
from watchkeep.duty.notify.rules import attempts
from watchkeep.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
SENDER = "import django; django.setup(); from watchkeep.duty.notify.jobs import lanes; lanes.send_one('mail')"


def test_a_mail_whose_fate_nobody_knows_is_sent_again_under_the_same_message_id(settings):
    row = make.delivery()
    with mail_server(wait=2) as box:
        sender = start_sender(box.port)
        wait_until(lambda: state_of(row) == "sending")
        time.sleep(1)
        sender.send_signal(signal.SIGKILL)
        sender.wait()
        assert state_of(row) == "sending"
        box.wait = 0
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 5
        with clock.travel(seconds=attempts.LEASE_SECONDS + 1):
            assert lanes.send_one("mail")
        post._hang_up()
        wait_until(lambda: state_of(row) == "sent")
    assert {mail["Message-ID"] for mail in box.mails} == {f"<{row.mark}@localhost>"}


def start_sender(port):
    """Another process that sends one mail from the test's database."""
    own = connection.settings_dict
    name, password, host = (quote(own[key], safe="") for key in ("USER", "PASSWORD", "HOST"))
    where = f"postgres://{name}:{password}@/{own['NAME']}?host={host}&port={own['PORT']}"
    env = {
        **os.environ,
        "DATABASE_URL": where,
        "WATCHKEEP_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "watchkeep.config.settings",
    }
    return subprocess.Popen([sys.executable, "-c", SENDER], env=env)


def state_of(row):
    row.refresh_from_db()
    return row.state


def wait_until(true, seconds=30):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
