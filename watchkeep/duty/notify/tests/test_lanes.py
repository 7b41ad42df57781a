import threading
import time

import pytest

from testing import make
from testing.mailbox import mail_server, web_server
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.notify.jobs import lanes
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.rules import ways

pytestmark = pytest.mark.django_db(transaction=True)


def until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def sent():
    return Delivery.objects.filter(state="sent").count()


@pytest.fixture
def smtp(settings):
    with mail_server() as box:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 5
        yield box


def test_a_sweep_sends_everything_that_is_due(smtp):
    for _ in range(20):
        make.delivery()
    lanes.send_due()
    assert until(lambda: sent() == 20)
    assert len({mail["Message-ID"] for mail in smtp.mails}) == len(smtp.mails) == 20


def test_two_sweeps_at_once_send_nothing_twice(smtp):
    for _ in range(20):
        make.delivery()
    others = [lanes.Lanes() for _ in range(3)]
    threads = [threading.Thread(target=lambda one=one: one.open("mail", 20)) for one in others]
    for thread in threads:
        thread.start()
    assert until(lambda: sent() == 20)
    assert len(smtp.mails) == 20


def test_a_slow_webhook_holds_up_no_mail_and_no_other_webhook(smtp):
    AllowedNetwork.objects.create(network="127.0.0.1", reason="Tests")
    ana = make.ana()
    with web_server(wait=3) as slow, web_server() as quick:
        for number, hook in enumerate([slow, slow, slow, slow, quick]):
            method = make.method(ana, "webhook", hook.url)
            way = ways.Way("webhook", f"web://{hook.url}", hook.url, "…", method.pk)
            make.delivery(ana, way=way, fact=1000 + number)
        make.delivery(ana, fact=2000)
        lanes.send_due()
        assert until(lambda: sent() == 2, seconds=2)  # the slow ones take 3 s
        assert len(slow.posts) == lanes.PER_LANE
