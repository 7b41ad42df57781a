"""Whether the sender is who the mail says: what our own mail server found out (RFC 8601, RFC 7489).

Only the header of the server that the administrator named is believed: anybody can write one.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_RESULT = re.compile(r"\b(spf|dkim|dmarc|arc)\s*=\s*([a-z]+)", re.IGNORECASE)
_WHO = re.compile(r"\b(?:header\.d|header\.i|smtp\.mailfrom|header\.from)\s*=\s*[\"']?([^\s;\"']+)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")


class Verdict(StrEnum):
    """What is known of a sender."""

    PASS = "pass"  # noqa: S105  # the word of the RFC, no password
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Proof:
    """The verdict, and the results that it rests on, in one line."""

    verdict: Verdict
    said: str = ""


def judge(headers: list[str], *, trusted: str, sender: str) -> Proof:
    """What the trusted server says of this sender. ``headers`` are all Authentication-Results, the topmost first."""
    domain = sender.rpartition("@")[2].lower()
    for header in headers:
        server, _semicolon, rest = header.partition(";")
        words = server.split()
        if trusted and words and words[0].lower() == trusted.lower():
            return _judge(_COMMENT.sub("", rest), domain)
    return Proof(Verdict.UNKNOWN)


def _judge(rest: str, domain: str) -> Proof:
    results: dict[str, tuple[str, bool]] = {}
    for part in rest.split(";"):
        if found := _RESULT.search(part):
            method, result = found.group(1).lower(), found.group(2).lower()
            fits = method == "dmarc" or any(_is_of(who, domain) for who in _WHO.findall(part))
            if method not in results or (result == "pass" and fits):
                results[method] = (result, fits)
    said = ", ".join(f"{method}={result}" for method, (result, _fits) in sorted(results.items()))[:200]
    if any(results.get(method) == ("pass", True) for method in ("dmarc", "dkim", "spf")):
        return Proof(Verdict.PASS, said)
    failed = results.get("dmarc", ("", True))[0] == "fail"
    failed |= {results.get(name, ("", True))[0] for name in ("spf", "dkim")} <= {"fail", "softfail"}
    return Proof(Verdict.FAIL if failed else Verdict.UNKNOWN, said)


def _is_of(who: str, domain: str) -> bool:
    """Whether a signature's or envelope's domain vouches for the sender's: the same one, or one above it."""
    found = who.rpartition("@")[2].strip(".").lower()
    return bool(found) and "." in found and (found == domain or domain.endswith(f".{found}"))
