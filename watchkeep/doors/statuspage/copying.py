"""Writing copies: every file of a page into a folder or a bucket, so that any web server can show it without us.

A folder is written beside the one in use and takes its place by one rename of a link. A bucket gets the files that
lead to others last, and what the page no longer shows is taken away. If the process dies in between, the old copy
stands and the sweep begins again after the lease.
"""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path as Folder
from typing import Any
from urllib.parse import urlsplit

from watchkeep.doors.statuspage import drawing, paths
from watchkeep.duty.announcements import life, queries
from watchkeep.duty.announcements.models import Copy, StatusPage
from watchkeep.duty.connections import queries as connections
from watchkeep.kernel import outgoing
from watchkeep.kernel.later import later
from watchkeep.kernel.outgoing import BadAddress

boto3, config, exceptions = later("boto3"), later("botocore.config"), later("botocore.exceptions")
log = logging.getLogger(__name__)
PUT_SECONDS = 20.0
LINK_SECONDS = 300
FRESH = "max-age=30"


def write_due() -> int:
    """Sweep: write one copy that is due. Returns how many were."""
    copy = life.take_copy()
    if copy is None:
        return 0
    try:
        (_to_bucket if copy.kind == Copy.Kind.S3 else _to_folder)(copy)
    except (OSError, HTTPException, BadAddress, exceptions.BotoCoreError, exceptions.ClientError, CannotStore) as error:
        life.settle_copy(copy, error=_said(copy, error))
    except Exception as error:
        log.exception("the copy %s failed in a way that nobody foresaw", copy.pk)
        life.settle_copy(copy, error=type(error).__name__)
    else:
        life.settle_copy(copy)
    return 1


def _said(copy: Copy, error: Exception) -> str:
    """What went wrong, for a page, a fact and webhooks: without the credentials that a bucket's answer repeats."""
    text = f"{error}" or type(error).__name__
    for secret in filter(None, (copy.access_key, copy.secret_key)):
        text = text.replace(secret, "…")
    return text


class CannotStore(Exception):  # noqa: N818  # it says what it is
    """The bucket did not take a file, or did not let one go."""


def files(page: StatusPage) -> Iterator[tuple[paths.Path, bytes]]:
    """Every file of a page as it stands now, those that lead to others last."""
    snapshot = queries.snapshot(page)
    for path in paths.every(snapshot):
        body = drawing.draw(path, snapshot, language=path.language or page.language, live=False)
        if body is not None:
            yield path, body


def _to_folder(copy: Copy) -> None:
    """Write the page into a new folder and let the link that web servers follow point to it."""
    link = queries.folder_of(copy.page)
    _withdraw_elsewhere(copy.page, link)
    if not copy.page.is_active:
        link.unlink(missing_ok=True)
        return
    shelf = link.parent / ".versions"
    shelf.mkdir(parents=True, exist_ok=True)
    fresh = Folder(tempfile.mkdtemp(prefix=f"{link.name}@", dir=shelf))
    fresh.chmod(0o755)
    for path, body in files(copy.page):
        place = fresh / str(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body)
    before = shelf / link.readlink().name if link.is_symlink() else None
    _point(link, fresh)
    for old in shelf.glob(f"{link.name}@*"):
        if old not in (fresh, before):
            shutil.rmtree(old, ignore_errors=True)


def _point(link: Folder, to: Folder) -> None:
    """Let the link point there, at once and never half."""
    beside = link.with_name(f".{link.name}.new")
    beside.unlink(missing_ok=True)
    beside.symlink_to(Folder(".versions") / to.name)
    os.replace(beside, link)  # noqa: PTH105  # the very call that is atomic


def _withdraw_elsewhere(page: StatusPage, link: Folder) -> None:
    """A page that has become private, or public again, does not stay where it was."""
    for audience in ("public", "private"):
        other = link.parent.parent / audience / page.slug
        if other != link and other.is_symlink():
            other.unlink()
            for old in (other.parent / ".versions").glob(f"{page.slug}@*"):
                shutil.rmtree(old, ignore_errors=True)


def _to_bucket(copy: Copy) -> None:
    """Put every file into the bucket, and take away what is no longer shown; all of it when the page is hidden.

    The signatures are boto3's; the bytes go by our own guarded line.
    """
    shown = not copy.is_leaving and copy.page.is_active
    wanted = [(path, _key(copy, path), body) for path, body in files(copy.page)] if shown else []
    keys = {key for _path, key, _body in wanted}
    life.note_keys(copy, keys.union(copy.keys))
    client, allowed = _client(copy), connections.allowance()
    for path, key, body in wanted:
        about = {"ContentType": drawing.TYPES[path.kind], "CacheControl": FRESH}
        link = _signed(client, "put_object", "PUT", Bucket=copy.bucket, Key=key, **about)
        _send("PUT", link, allowed, body, {"Content-Type": about["ContentType"], "Cache-Control": FRESH})
    for key in sorted(set(copy.keys) - keys):
        _send("DELETE", _signed(client, "delete_object", "DELETE", Bucket=copy.bucket, Key=key), allowed)
    life.note_keys(copy, keys)


def _key(copy: Copy, path: paths.Path) -> str:
    return "/".join(filter(None, (copy.prefix, str(path))))


def _client(copy: Copy) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=copy.endpoint or None,
        region_name=copy.region or "us-east-1",
        aws_access_key_id=copy.access_key,
        aws_secret_access_key=copy.secret_key,
        config=config.Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )


def _signed(client: Any, act: str, method: str, **about: str) -> str:
    return str(client.generate_presigned_url(act, Params=about, ExpiresIn=LINK_SECONDS, HttpMethod=method))


def _send(
    method: str, link: str, allowed: outgoing.Allowance, body: bytes = b"", headers: dict[str, str] | None = None
) -> None:
    place, parts = outgoing.place_of(link), urlsplit(link)
    line = outgoing.Line(place, outgoing.resolve(place.host, place.port, allowed))
    reply = outgoing.exchange(
        line, method, f"{parts.path}?{parts.query}", body=body, headers=headers or {}, seconds=PUT_SECONDS,
        read_bytes=500,
    )  # fmt: skip
    is_gone = method == "DELETE" and reply.status == 404
    if not (200 <= reply.status < 300 or is_gone):
        raise CannotStore(f"{reply.status} {reply.reason} {reply.body.decode(errors='replace')[:150]}")
