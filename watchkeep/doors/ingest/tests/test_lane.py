"""The lane against a real database: who is answered what, and what is there afterwards."""

import asyncio
import base64
import gzip
import json
import time
from datetime import timedelta

import psycopg
import pytest

from testing import make
from testing.harness import sweep
from watchkeep.doors.ingest import inbox
from watchkeep.doors.ingest.tests.driving import with_lane
from watchkeep.doors.ingest.tests.speaking import captured, trigger
from watchkeep.insight.detection import jobs, life
from watchkeep.insight.detection.models import Alert, Event, IntegrationKey, Pending, Rejection
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.usefixtures("transactional_db")

EVENT = {"specversion": "1.0", "id": "1", "source": "/ams", "type": "disk.raised"}


def pagerduty(key, **changes):
    return trigger(routing_key=key, **changes)


def test_202_means_that_the_event_is_committed():
    _, key = make.integration_and_key(kind="events_v2")

    async def story(_lane, say):
        reply = await say("/v2/enqueue", pagerduty(key))
        assert reply.status == 202
        return await asyncio.to_thread(Event.objects.count)

    assert with_lane(story) == 1
    assert Pending.objects.count() == 1
    assert sweep(jobs.fold) == 1
    assert Alert.objects.get().key == "disk/db1"


def test_many_at_once_share_a_commit_and_each_is_answered_with_its_own_key():
    _, key = make.integration_and_key(kind="events_v2")

    async def story(_lane, say):
        calls = [say("/v2/enqueue", pagerduty(key, dedup_key=f"k{n}")) for n in range(300)]
        return [reply.said["dedup_key"] for reply in await asyncio.gather(*calls)]

    assert with_lane(story) == [f"k{n}" for n in range(300)]
    assert Event.objects.count() == 300


@pytest.mark.parametrize(
    ("kind", "path", "body"),
    [
        ("alertmanager", "/ingest/alertmanager", json.loads(captured("alertmanager-002"))),
        ("json", "/ingest/json", [{"key": "a"}, {"key": "b"}]),
        ("cloudevents", "/ingest/cloudevents", EVENT),
    ],
)
def test_keys_come_as_bearer_as_basic_or_in_the_path(kind, path, body):
    sender, key = make.integration_and_key(kind=kind)
    basic = {"authorization": f"Basic {base64.b64encode(f'any:{key}'.encode()).decode()}"}

    async def story(_lane, say):
        in_path = f"/ingest/{key}/{path.rpartition('/')[2]}"
        return [
            (await say(path, body, key=key)).status,
            (await say(path, body, **basic)).status,
            (await say(in_path, body)).status,
            (await say(path, body)).status,
            (await say(path, body, key="0" * 32)).status,
        ]

    assert with_lane(story) == [202, 202, 202, 401, 401]
    assert set(Event.objects.values_list("integration", flat=True)) == {sender.pk}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_heartbeat_is_any_request_to_its_address(method):
    sender, key = make.integration_and_key(kind="heartbeat")

    async def story(_lane, say):
        return await say(f"/ingest/heartbeat/{key}", method=method)

    reply = with_lane(story)
    assert (reply.status, bool(reply.body)) == (202, method != "HEAD")
    sweep(jobs.fold)
    sender.heartbeat.refresh_from_db()
    assert sender.heartbeat.due_at - sender.heartbeat.last_beat_at == timedelta(seconds=360)


def test_a_key_is_for_its_own_kind_alone():
    _, key = make.integration_and_key(kind="json")

    async def story(_lane, say):
        return [
            (await say("/ingest/alertmanager", {"alerts": []}, key=key)).status,
            (await say("/v2/enqueue", pagerduty(key))).said,
        ]

    status, said = with_lane(story)
    assert (status, said["errors"]) == (401, ["Invalid routing key"])


def test_an_expired_key_is_refused_and_says_so():
    sender, key = make.integration_and_key(kind="events_v2")
    old = make.expired_key(sender)

    async def story(_lane, say):
        return [(await say("/v2/enqueue", pagerduty(one))).said for one in (key, old)]

    first, second = with_lane(story)
    assert second["errors"] == ["This key has expired."]
    assert first["status"] == "success"


def test_after_a_rotation_both_keys_work_until_the_grace_ends():
    sender, old = make.integration_and_key(kind="events_v2")
    new = life.rotate_key(sender, by=CLOCK, grace=timedelta(seconds=1))

    async def story(_lane, say):
        both = [(await say("/v2/enqueue", pagerduty(key))).status for key in (old, new)]
        await asyncio.sleep(1.1)
        return both + [(await say("/v2/enqueue", pagerduty(key))).status for key in (old, new)]

    assert with_lane(story) == [202, 202, 400, 202]


def test_a_revoked_key_is_refused_within_a_second():
    _, key = make.integration_and_key(kind="events_v2")

    async def story(_lane, say):
        assert (await say("/v2/enqueue", pagerduty(key))).status == 202
        await asyncio.to_thread(lambda: life.revoke_key(IntegrationKey.objects.get(), by=CLOCK))
        begun = time.monotonic()
        while (await say("/v2/enqueue", pagerduty(key))).status == 202:  # noqa: ASYNC110  # the door is watched
            await asyncio.sleep(0.02)  # the door is what is watched
        return time.monotonic() - begun

    assert with_lane(story) < 1


def test_a_key_that_was_made_a_moment_ago_works():
    async def story(_lane, say):
        _, key = await asyncio.to_thread(lambda: make.integration_and_key(kind="events_v2"))
        return (await say("/v2/enqueue", pagerduty(key))).status

    assert with_lane(story) == 202


def test_a_sender_that_is_switched_off_is_refused():
    sender, key = make.integration_and_key(kind="events_v2")
    life.change_integration(sender, by=CLOCK, is_active=False)

    async def story(_lane, say):
        return (await say("/v2/enqueue", pagerduty(key))).status

    assert with_lane(story) == 400


@pytest.mark.parametrize(
    ("path", "size"), [("/v2/enqueue", 512 * 1024), ("/ingest/json", 2**20), ("/ingest/alertmanager", 4 * 2**20)]
)
def test_a_body_of_ten_megabytes_is_413(path, size):
    async def story(_lane, say):
        return [await say(path, b"x" * (10 * 2**20)), await say(path, b" " * (size + 1)), await say(path, b" " * size)]

    huge, over, fits = with_lane(story)
    assert (huge.status, over.status) == (413, 413)
    assert fits.status != 413
    assert huge.said


def test_gzip_is_unpacked_and_a_bomb_is_413():
    _, key = make.integration_and_key(kind="events_v2")

    async def story(_lane, say):
        packed = gzip.compress(json.dumps(pagerduty(key)).encode())
        bomb = gzip.compress(b" " * 100_000_000)
        return [
            (await say("/v2/enqueue", packed, content_encoding="gzip")).status,
            (await say("/v2/enqueue", bomb, content_encoding="gzip")).status,
            (await say("/v2/enqueue", b"junk", content_encoding="gzip")).status,
            (await say("/v2/enqueue", b"junk", content_encoding="br")).status,
        ]

    assert with_lane(story) == [202, 413, 400, 415]


def test_when_too_much_waits_the_sender_is_asked_to_come_later(monkeypatch):
    _, key = make.integration_and_key(kind="events_v2")
    monkeypatch.setattr(inbox, "WAITING_ROWS", 3)

    async def story(_lane, say):
        return await asyncio.gather(*[say("/v2/enqueue", pagerduty(key)) for _ in range(20)])

    replies = with_lane(story)
    answers = {reply.status for reply in replies}
    assert answers == {202, 429}
    assert Event.objects.count() == sum(reply.status == 202 for reply in replies)
    late = next(reply for reply in replies if reply.status == 429)
    assert (late.said["status"], late.headers[b"retry-after"]) == ("throttle exceeded", b"1")


def test_when_the_database_does_not_take_it_the_sender_is_told_to_send_again(monkeypatch):
    _, key = make.integration_and_key(kind="events_v2")

    async def broken(*_args):
        raise psycopg.OperationalError("the server has gone")

    async def story(_lane, say):
        with monkeypatch.context() as patch:
            patch.setattr(inbox, "_append", broken)
            failed = await say("/v2/enqueue", pagerduty(key))
        return [failed, await say("/v2/enqueue", pagerduty(key))]

    failed, then = with_lane(story)
    assert (failed.status, then.status) == (503, 202)
    assert Event.objects.count() == 1


def test_text_that_postgresql_cannot_hold_is_kept_mended():
    _, key = make.integration_and_key(kind="events_v2")
    payload = {"summary": "x\x00\ud800", "custom_details": {"a": "\x00"}}
    body = pagerduty(key, dedup_key="a\x00b", payload=payload)

    async def story(_lane, say):
        return (await say("/v2/enqueue", body)).status

    assert with_lane(story) == 202
    sweep(jobs.fold)
    alert = Alert.objects.get()
    assert (alert.key, alert.summary, alert.labels["a"]) == ("a\ufffdb", "x\ufffd\ufffd", "\ufffd")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v2/enqueue", 405), ("PUT", "/ingest/json", 405), ("POST", "/v2/nothing", 404),
        ("POST", "/ingest", 404),
        ("POST", "/ingest/x/y/z", 404), ("OPTIONS", "/ingest/cloudevents", 200), ("POST", "/ingest/nobody/json", 401),
    ],
)  # fmt: skip
def test_every_address_and_method_has_an_answer(method, path, status):
    async def story(_lane, say):
        return (await say(path, {}, method=method)).status

    assert with_lane(story) == status


def test_what_is_refused_is_on_record_without_its_secrets():
    sender, key = make.integration_and_key(kind="events_v2")

    async def story(_lane, say):
        await say("/v2/enqueue", pagerduty(key, event_action="shout"))
        await say("/v2/enqueue", b'{"routing_key": "' + key.encode() + b'", ')
        await say("/ingest/json", b"{}", key="a" * 32)

    with_lane(story)
    mine = Rejection.objects.filter(integration=sender).order_by("id")
    assert [(one.status, one.reason, one.format) for one in mine] == [
        (400, "invalid_event", "enqueue"), (400, "bad_json", "enqueue"),
    ]  # fmt: skip
    assert "'event_action' is invalid" in mine[0].errors
    assert not any(key in one.head for one in mine)
    assert Rejection.objects.get(integration=None).reason == "unknown_key"


def test_a_flood_of_rejections_is_sampled_and_counted():
    _, key = make.integration_and_key(kind="events_v2")

    async def story(_lane, say):
        for _ in range(40):
            await say("/v2/enqueue", pagerduty(key, event_action="shout"))

    with_lane(story)
    assert Rejection.objects.count() <= 10


@pytest.mark.slow
def test_a_storm_of_fifty_thousand_is_answered_kept_and_folded():
    _, key = make.integration_and_key(kind="json")
    batches = [
        [{"key": f"k{n % 1000}", "summary": "storm"} for n in range(at, at + 500)] for at in range(0, 50_000, 500)
    ]

    async def story(_lane, say):
        replies = []
        for at in range(0, len(batches), 20):
            replies += await asyncio.gather(*[say("/ingest/json", one, key=key) for one in batches[at : at + 20]])
        return {reply.status for reply in replies}

    assert with_lane(story) == {202}
    begun = time.monotonic()
    assert sweep(jobs.fold, limit=60_000) == 50_000
    assert time.monotonic() - begun < 60
    assert Alert.objects.count() == 1000
    assert set(Alert.objects.values_list("count", flat=True)) == {50}
