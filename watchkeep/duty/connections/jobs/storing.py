"""Object storage (boto3): buckets, and the statements of their policies. The bytes go by our own guarded line."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from watchkeep.duty.connections.jobs.carrying import MOST_BYTES, Job
from watchkeep.duty.connections.life.carrying import End, Outcome
from watchkeep.duty.connections.rules.actions import S3Access, S3Bucket
from watchkeep.duty.connections.rules.settings import S3
from watchkeep.kernel import outgoing

CLOSED = {
    "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True,
}  # fmt: skip
MAY = {
    "read": ("s3:GetObject", "s3:ListBucket"),
    "write": ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"),
}
USUAL = "us-east-1"
"""The region that a request for a bucket leaves out."""


def carry_out(job: Job) -> Outcome:
    """Change what is not as wished, and look again."""
    try:
        with _client(job) as client:
            return _bucket(job, client) if isinstance(job.action, S3Bucket) else _access(job, client)
    except (ClientError, BotoCoreError) as error:
        return Outcome(End.FAILED, why=str(error))


def probe(job: Job) -> Outcome:
    """Ask which buckets there are."""
    try:
        with _client(job) as client:
            count = len(client.list_buckets()["Buckets"])
    except (ClientError, BotoCoreError) as error:
        return Outcome(End.FAILED, why=str(error))
    return Outcome(End.SUCCEEDED, output=f"{count} buckets")


def _bucket(job: Job, client: Any) -> Outcome:
    action = job.action
    assert isinstance(action, S3Bucket)  # noqa: S101  # the library says so
    is_there = _is_there(client, action.bucket)
    if action.act == "remove":
        if is_there:
            client.delete_bucket(Bucket=action.bucket)
        return _outcome(job, action.bucket, changed=is_there)
    if is_there:
        return Outcome(End.FAILED, why=f"There is a bucket {action.bucket} already. It stays as it is.")
    _create(client, action.bucket, _settings(job).region)
    client.put_public_access_block(Bucket=action.bucket, PublicAccessBlockConfiguration=CLOSED)
    if action.tags:
        tags = [{"Key": name, "Value": value} for name, value in action.tags.items()]
        client.put_bucket_tagging(Bucket=action.bucket, Tagging={"TagSet": tags})
    if not _is_there(client, action.bucket):
        return Outcome(End.FAILED, why="It was made, and is not there.")
    return _outcome(job, action.bucket)


def _create(client: Any, bucket: str, region: str) -> None:
    """Make the bucket; S3 wants every region named but the usual one."""
    where = {} if region == USUAL else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    client.create_bucket(Bucket=bucket, **where)


def _access(job: Job, client: Any) -> Outcome:
    action = job.action
    assert isinstance(action, S3Access)  # noqa: S101  # the library says so
    policy, wished = _policy(client, action.bucket), _statement(action)
    others = [one for one in policy["Statement"] if one.get("Sid") != wished["Sid"]]
    after = [*others, wished] if action.act == "grant" else others
    if after == policy["Statement"]:
        return _outcome(job, action.bucket, changed=False)
    if after:
        whole = json.dumps(policy | {"Statement": after})
        client.put_bucket_policy(Bucket=action.bucket, Policy=whole)
    else:
        client.delete_bucket_policy(Bucket=action.bucket)
    if (wished in _policy(client, action.bucket)["Statement"]) != (action.act == "grant"):
        return Outcome(End.FAILED, why="The policy was changed, and does not say so.")
    return _outcome(job, action.bucket)


def _statement(action: S3Access) -> dict[str, Any]:
    """What the policy says of this principal; found again by an id that is made from it."""
    mark = hashlib.sha256(action.principal.encode()).hexdigest()[:20]
    bucket = f"arn:aws:s3:::{action.bucket}"
    return {
        "Sid": f"Watchkeep{mark}",
        "Effect": "Allow",
        "Principal": {"AWS": action.principal},
        "Action": list(MAY[action.level]),
        "Resource": [bucket, f"{bucket}/*"],
    }


def _policy(client: Any, bucket: str) -> dict[str, Any]:
    """The policy of a bucket; an empty one when it has none."""
    try:
        policy: dict[str, Any] = json.loads(client.get_bucket_policy(Bucket=bucket)["Policy"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchBucketPolicy":
            raise
        policy = {"Version": "2012-10-17", "Statement": []}
    return policy


def _is_there(client: Any, bucket: str) -> bool:
    """Whether there is such a bucket, ours or not."""
    try:
        client.head_bucket(Bucket=bucket)
    except ClientError as error:
        code = str(error.response["Error"]["Code"])
        if code in {"404", "NoSuchBucket"}:
            return False
        if code != "403":
            raise
    return True


def _outcome(job: Job, bucket: str, *, changed: bool = True) -> Outcome:
    settings = _settings(job)
    host = settings.endpoint.rstrip("/") or f"https://s3.{settings.region}.amazonaws.com"
    return Outcome(End.SUCCEEDED, output=f"{host}/{bucket}", result={"changed": changed, "address": f"{host}/{bucket}"})


@contextmanager
def _client(job: Job) -> Iterator[Any]:
    """boto3's client. It signs and reads; each request goes once, by the line that is open to us."""
    settings = _settings(job)
    client = boto3.client(
        "s3",
        endpoint_url=settings.endpoint or None,
        region_name=settings.region,
        aws_access_key_id=settings.access_key,
        aws_secret_access_key=settings.secret_key,
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
    )

    def send(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        return _sent(job, request)

    client.meta.events.register("before-send.s3", send)
    try:
        yield client
    finally:
        client.close()


def _sent(job: Job, request: AWSPreparedRequest) -> AWSResponse:
    """Send what boto3 has signed; the answer as boto3 wants it."""
    place, parts = outgoing.place_of(request.url), urlsplit(request.url)
    line = outgoing.Line(place, outgoing.resolve(place.host, place.port, job.allowed), job.deadline.left)
    job.deadline.cuts(line.cut)
    headers = {name: _text(value) for name, value in request.headers.items() if name.lower() != "host"}
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    reply = outgoing.exchange(
        line, request.method, target, body=_bytes(request.body), headers=headers, seconds=job.deadline.left,
        read_bytes=MOST_BYTES,
    )  # fmt: skip
    answer = AWSResponse(request.url, reply.status, {}, None)
    answer._content = reply.body  # noqa: SLF001  # read already; botocore keeps it there
    return answer


def _bytes(body: Any) -> bytes | None:
    if body is None or isinstance(body, bytes):
        return body or None
    return bytes(body.read() if hasattr(body, "read") else str(body).encode())


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _settings(job: Job) -> S3:
    assert isinstance(job.settings, S3)  # noqa: S101  # the library says so
    return job.settings
