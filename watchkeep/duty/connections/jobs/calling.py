"""HTTP calls: one request through the guard, no redirects, no proxies, and no more of the answer than is kept."""

from urllib.parse import urlsplit

from watchkeep.duty.connections.jobs.carrying import MOST_BYTES, Job
from watchkeep.duty.connections.life.carrying import End, Outcome
from watchkeep.duty.connections.rules.actions.calling import HttpCall, address
from watchkeep.duty.connections.rules.settings import Http
from watchkeep.kernel import outgoing
from watchkeep.kernel.outgoing import Reply


def carry_out(job: Job) -> Outcome:
    """Send the request; the status decides whether it went well."""
    assert isinstance(job.action, HttpCall)  # noqa: S101  # the library says so
    call = job.action
    headers = dict(call.headers) | ({"Content-Type": call.content_type} if call.body else {})
    reply = exchange(job, call.method, call.path, headers, call.body.encode() if call.body else None)
    is_well = reply.status == call.expects if call.expects else 200 <= reply.status < 300
    said = f"{reply.status} {reply.reason}"
    return Outcome(
        End.SUCCEEDED if is_well else End.FAILED,
        output=reply.body.decode(errors="replace"),
        why="" if is_well else said,
        result={"status": reply.status},
    )


def probe(job: Job) -> Outcome:
    """Ask for the base address. Any answer will do, but for "I do not know you" and "I am broken"."""
    reply = exchange(job, "GET", "", {}, None)
    said = f"{reply.status} {reply.reason}"
    is_well = reply.status < 500 and reply.status not in {401, 403, 407}
    result: dict[str, str | int | bool] = {"status": reply.status}
    if is_well:
        return Outcome(End.SUCCEEDED, output=said, result=result)
    return Outcome(End.FAILED, why=said, result=result)


def exchange(job: Job, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Reply:
    """One request below the connection's base address, signed in. Raises BadAddress, OSError or HTTPException."""
    assert isinstance(job.settings, Http)  # noqa: S101  # the library says so
    url = address(job.settings.url, path)
    place = outgoing.place_of(url)
    line = outgoing.Line(place, outgoing.resolve(place.host, place.port, job.allowed), job.deadline.left)
    job.deadline.cuts(line.cut)
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    ours = {"User-Agent": "Watchkeep", "Accept": "*/*"} | headers | job.settings.signed_in
    return outgoing.exchange(
        line, method, target, body=body, headers=ours, seconds=job.deadline.left, read_bytes=MOST_BYTES
    )
