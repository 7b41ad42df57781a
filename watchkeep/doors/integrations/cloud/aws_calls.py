"""Calls to AWS: boto3 signs, pages and is patient; what is sent goes over a line that was judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from watchkeep.doors.integrations.cloud.asking import Denied
from watchkeep.doors.integrations.discovering.ports import CannotLook, Task
from watchkeep.kernel import outgoing

SECONDS = 30.0
MOST_BYTES = 64 * 2**20
MOST_TRIES = 6
HOME = "us-east-1"
"""The region in which what belongs to no region is asked for."""
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
_UNKNOWN = frozenset({
    "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "AuthFailure", "InvalidAccessKeyId",
    "InvalidSignatureException", "IncompleteSignature", "MissingAuthenticationToken",
})  # fmt: skip
_DENIED = frozenset({
    "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "OptInRequired",
    "SubscriptionRequiredException",
})  # fmt: skip
_SLOW = frozenset({
    "Throttling", "ThrottlingException", "ThrottledException", "RequestLimitExceeded", "TooManyRequestsException",
    "RequestThrottled", "SlowDown", "BandwidthLimitExceeded", "PriorRequestNotComplete",
})  # fmt: skip


class Calls:
    """The account of a task. A client for each service and region is made once."""

    def __init__(self, task: Task, settings: Any) -> None:
        self._task, self._settings = task, settings
        self._session = boto3.session.Session(
            aws_access_key_id=settings.access_key,
            aws_secret_access_key=settings.secret_key,
            aws_session_token=settings.session_token or None,
        )
        self._clients: dict[tuple[str, str], Any] = {}

    def ask(self, service: str, operation: str, region: str = HOME, **asked: Any) -> dict[str, Any]:
        """One answer. Raises Denied for what may not be read, CannotLook in words for what nobody can mend here."""
        self._task.check()
        try:
            answer: dict[str, Any] = getattr(self._client(service, region), operation)(**asked)
        except ClientError as error:
            raise _said(error) from error
        except outgoing.BadAddress as error:
            raise CannotLook(f"AWS: {error}") from error
        except (BotoCoreError, OSError) as error:
            raise CannotLook(f"AWS ({service}, {region}) cannot be reached: {type(error).__name__}.") from error
        return answer

    def every(self, service: str, operation: str, under: str, region: str = HOME, **asked: Any) -> Iterator[Any]:
        """What lies under a name, page by page to the last one."""
        pages = iter(self._client(service, region).get_paginator(operation).paginate(**asked))
        while True:
            self._task.check()
            try:
                page = next(pages, None)
            except ClientError as error:
                raise _said(error) from error
            except outgoing.BadAddress as error:
                raise CannotLook(f"AWS: {error}") from error
            except (BotoCoreError, OSError) as error:
                raise CannotLook(f"AWS ({service}, {region}) cannot be reached: {type(error).__name__}.") from error
            if page is None:
                return
            yield from page.get(under, ())

    def _client(self, service: str, region: str) -> Any:
        if (known := self._clients.get((service, region))) is not None:
            return known
        client = self._session.client(
            service,
            region_name=region,
            endpoint_url=self._settings.endpoint or None,
            config=Config(
                retries={"mode": "standard", "total_max_attempts": MOST_TRIES},
                s3={"addressing_style": "path"},
                ignore_configured_endpoint_urls=True,
            ),
        )
        client.meta.events.register("before-send", self._send)
        self._clients[service, region] = client
        return client

    def _send(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        place, parts = outgoing.place_of(request.url), urlsplit(request.url)
        allowed = outgoing.Allowance(networks=tuple(self._task.allowed))
        line = outgoing.Line(place, outgoing.resolve(place.host, place.port, allowed), SECONDS)
        headers = {name: _text(value) for name, value in request.headers.items() if name.lower() != "host"}
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        reply = outgoing.exchange(
            line, request.method, target, body=_bytes(request.body), headers=headers,
            seconds=max(1.0, min(SECONDS, self._task.seconds_left)), read_bytes=MOST_BYTES,
        )  # fmt: skip
        answer = AWSResponse(request.url, reply.status, {}, None)
        answer._content = reply.body  # noqa: SLF001  # read already; botocore keeps it there
        return answer


def _said(error: ClientError) -> Exception:
    """What AWS said, in words."""
    code, words = error.response["Error"].get("Code", ""), str(error.response["Error"].get("Message", ""))[:150]
    if code in _EXPIRED:
        return CannotLook("The credentials have expired: AWS takes them no more.")
    if code in _UNKNOWN:
        return CannotLook(f"AWS does not accept the credentials ({code}).")
    if code in _DENIED:
        return Denied(f"{error.operation_name}: the credentials may not read this ({code}).")
    if code in _SLOW:
        return CannotLook(f"AWS asked us to slow down, {MOST_TRIES} times in a row ({error.operation_name}).")
    return Denied(f"{error.operation_name}: {code or 'an error'}. {words}".strip())


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bytes(body: Any) -> bytes | None:
    if body is None or isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode()
    read: bytes = body.read()
    return read
