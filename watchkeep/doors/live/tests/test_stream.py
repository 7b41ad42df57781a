import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

import watchkeep
from testing import make
from watchkeep.doors.live import topics
from watchkeep.doors.live.stream import Live
from watchkeep.kernel import live, permissions


def cookie(person: Any) -> bytes:
    client = Client()
    client.force_login(person)
    return f"watchkeep={client.cookies['watchkeep'].value}".encode()


def status(topics: str, *, cookies: bytes = b"", method: str = "GET", authorization: bytes = b"") -> int:
    """The status that a request for these topics is answered with."""
    headers = [(b"cookie", cookies), (b"authorization", authorization)]
    scope = {"method": method, "query_string": f"topics={topics}".encode(), "headers": headers}
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Live()(scope, receive, send))
    return sent[0]["status"]


def test_what_a_page_listens_to_somebody_may_hear():
    pages = [path.read_text() for path in Path(watchkeep.__file__).parent.rglob("templates/**/*.html")]
    asked = {said for page in pages for said in re.findall(r'data-topic="([^"]+)"', page)}
    streams = {topic.partition(":")[0] for names in asked for topic in re.sub(r"{{.*?}}", "", names).split()}
    assert len(streams) > 5
    assert streams <= set(topics.NEEDS)


@pytest.mark.usefixtures("transactional_db")
class TestWhoMayListen:
    def test_a_stranger_without_a_session_hears_nothing(self):
        assert status("queue") == 401
        assert status("queue", cookies=b"watchkeep=forged") == 401
        assert status("queue", cookies=b"watchkeep") == 401

    def test_an_agent_hears_the_queue_and_a_ticket(self):
        incident = make.incident()
        assert status(f"queue,ticket:{incident.pk}", cookies=cookie(make.ana())) == 200

    def test_a_customer_does_not_hear_somebody_elses_ticket(self):
        incident = make.incident()
        assert status(f"ticket:{incident.pk}", cookies=cookie(make.stranger())) == 403
        assert status("queue", cookies=cookie(make.stranger())) == 403
        assert status("ticket", cookies=cookie(make.stranger())) == 403

    def test_a_person_who_was_deactivated_hears_nothing(self):
        ana = make.ana()
        cookies = cookie(ana)
        ana.is_active = False
        ana.save()
        assert status("queue", cookies=cookies) == 401

    def test_a_program_listens_with_its_token(self):
        assert status("queue", authorization=f"Bearer {make.token()}".encode()) == 200
        assert status("queue", authorization=b"Bearer nonsense") == 401

    @pytest.mark.parametrize("wanted", ["", ",".join(f"ticket:{n}" for n in range(120))])
    def test_no_topics_and_too_many_are_refused(self, wanted: str):
        assert status(wanted) == 400

    @pytest.mark.parametrize("wanted", ["ticket:x", "ticket:", "ticket:٣", "ticket:" + "9" * 40, "secret", "queue%00"])
    def test_what_is_no_topic_is_nobodys(self, wanted: str):
        assert status(wanted, cookies=cookie(make.ana())) == 403

    def test_it_is_for_reading(self):
        assert status("queue", method="POST") == 405


def test_every_permission_that_a_topic_takes_exists():
    known = permissions.every()
    standing = {name.partition(".")[0] for name in known}
    assert [name for name in topics.NEEDS.values() if name.partition(".")[0] in standing and name not in known] == []


def say(topic: str) -> None:
    live.changed(topic)
    connection.close()


@pytest.mark.usefixtures("transactional_db")
def test_what_commits_is_heard_over_postgresql():
    incident = make.incident()
    cookies = cookie(make.ana())

    async def play() -> str:
        door, sent, left = Live(), [], asyncio.Event()

        async def receive() -> Any:
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message.get("body", b"").decode())

        await door.startup()
        await asyncio.sleep(0.3)
        scope = {
            "method": "GET",
            "query_string": f"topics=ticket:{incident.pk}".encode(),
            "headers": [(b"cookie", cookies)],
        }
        stream = asyncio.create_task(door(scope, receive, send))
        await asyncio.sleep(0.3)
        await asyncio.to_thread(say, f"ticket:{incident.pk}")
        for _ in range(50):
            if any("changed" in words for words in sent):
                break
            await asyncio.sleep(0.05)
        left.set()
        await asyncio.wait_for(stream, 2)
        await door.shutdown()
        return "".join(sent)

    assert f"event: changed\ndata: ticket:{incident.pk}\n\n" in asyncio.run(play())
