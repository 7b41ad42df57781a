import socket

import pytest

from testing import make
from testing.mailbox import web_server
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.notify.jobs import apprising, channels
from watchkeep.duty.notify.rules import destinations, ways
from watchkeep.duty.notify.rules.attempts import Outcome
from watchkeep.kernel.outgoing import NOTHING, BadAddress


def delivery(url):
    return make.delivery(way=ways.Way("apprise:json", "apprise:json//x", url, "JSON"), link="http://example.org/a/t")


def test_apprise_speaks_for_us_where_it_may():
    AllowedNetwork.objects.create(network="127.0.0.1", reason="Our own hook")
    with web_server() as hook:
        answer = channels.send(delivery(hook.url.replace("http:", "json:")))
    assert answer.outcome is Outcome.SENT
    assert b"http://example.org/a/t" in hook.posts[0][2]


def test_it_does_not_reach_into_our_own_network():
    with web_server() as hook:
        answer = channels.send(delivery(hook.url.replace("http:", "json:")))
    assert (answer.outcome, hook.posts) == (Outcome.NEVER, [])


def test_a_name_resolves_to_a_private_place_for_nobody_in_a_guarded_thread():
    with apprising.only_to_open_places(NOTHING), pytest.raises(socket.gaierror):
        socket.getaddrinfo("localhost", 80)
    assert socket.getaddrinfo("localhost", 80)


def test_the_answer_holds_no_key():
    AllowedNetwork.objects.create(network="127.0.0.1", reason="Our own hook")
    with web_server(status=500) as hook:
        url = hook.url.replace("http://", "json://user:verysecretkey@").replace("/hook", "/anothersecretkey")
        answer = channels.send(delivery(url))
    assert answer.outcome is Outcome.TRY_AGAIN
    assert "secretkey" not in answer.text


@pytest.mark.parametrize("url", ["nonsense", "nope://x", "syslog://", "dbus://", "file:///etc/passwd"])
def test_what_apprise_does_not_know_or_shows_on_our_own_machine_is_refused(url):
    with pytest.raises(BadAddress):
        destinations.read("apprise", url)


def test_each_service_is_a_channel_of_its_own():
    assert destinations.read("apprise", "ntfys://ntfy.example.org/topic").lane == "apprise:ntfys//ntfy.example.org"
