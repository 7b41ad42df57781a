"""Ask Watchkeep's gate whether a deployment may go ahead. Needs Python 3.8 or later, and nothing else.

Exit codes: 0 go, 2 wait (something is missing), 3 stop (something stands against it), 4 the gate could not be asked.
With --wait-minutes a "wait" is asked again until it is something else or the time is over, and a gate that cannot be
reached meanwhile is waited for. With --report the run says how it ended, so that its change ends with it.

The address and the key come from WATCHKEEP_URL and WATCHKEEP_KEY.
"""

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.request
from typing import Any, Dict, List, Optional  # noqa: UP035  # Python 3.8 is still on many runners

GO, WAIT, STOP, TROUBLE = 0, 2, 3, 4
CODES = {"go": GO, "wait": WAIT, "stop": STOP}
ENDS = {"success": "succeeded", "succeeded": "succeeded", "rolled_back": "rolled_back"}
"""How runners call the end of a job; whatever else they say is a failure."""
RUNS = (
    ("GITHUB_RUN_ID", "GITHUB_REPOSITORY"),
    ("CI_PIPELINE_ID", "CI_PROJECT_PATH"),
    ("BUILD_TAG",),
)
"""What tells a run from another: GitHub Actions, GitLab CI, Jenkins. A job that is tried again is the same run."""
TRIES = 4
PAUSE_SECONDS = 2


class CannotAskError(Exception):
    """The gate refused the question."""


class PassingError(Exception):
    """The gate could not be reached, or had no time."""


def main(arguments: Optional[List[str]] = None) -> int:  # noqa: UP006, UP045  # the same
    """Ask, say what was answered, and return the exit code."""
    told = parser().parse_args(arguments)
    if not told.url or not told.key:
        return trouble("set WATCHKEEP_URL and WATCHKEEP_KEY (or give --url and --key)")
    if not told.url.startswith(("http://", "https://")):
        return trouble("WATCHKEEP_URL begins with https:// or http://")
    try:
        return report(told) if told.report else wait(told)
    except (CannotAskError, PassingError) as no:
        return trouble(str(no))
    except KeyboardInterrupt:
        return trouble("interrupted")


def wait(told: argparse.Namespace) -> int:
    """Ask until the answer is no "wait", or the time is over."""
    until, said = time.monotonic() + 60 * told.wait_minutes, ""
    while True:
        try:
            answer = ask(told, question(told))
        except PassingError:
            if time.monotonic() >= until:
                raise
        else:
            words = json.dumps(answer) if told.json else spoken(answer)
            if words != said:
                print(words, flush=True)  # noqa: T201  # this is what it is for
            said = words
            if answer["verdict"] != "wait" or time.monotonic() >= until:
                return CODES[answer["verdict"]]
        time.sleep(min(told.every_seconds, max(until - time.monotonic(), 0.1)))


def report(told: argparse.Namespace) -> int:
    """Say how the run ended."""
    ended = ENDS.get(told.report.lower(), "failed")
    ask(told, {"key": told.run, "service": told.service, "state": ended})
    print(f"reported: {ended}")  # noqa: T201  # the same
    return GO


def question(told: argparse.Namespace) -> Dict[str, str]:  # noqa: UP006  # the same
    """What is asked."""
    names = ("service", "environment", "model", "revision", "commit", "change", "who")
    return {**{name: getattr(told, name) for name in names}, "key": told.run, "url": told.link}


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line; what a pipeline's surroundings tell need not be."""
    env = os.environ.get
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    say = made.add_argument
    say("--url", default=env("WATCHKEEP_URL", ""), help="the address of Watchkeep")
    say("--key", default=env("WATCHKEEP_KEY", ""), help="the key of the pipeline; better in WATCHKEEP_KEY")
    say("--service", required=True, help="the short name of the service")
    say("--environment", default=env("CI_ENVIRONMENT_NAME", "production"))
    say("--model", default="", help="the short name of a standard model")
    say("--change", default="", help="the number of a planned change, such as CHG-12")
    say("--revision", default=env("GITHUB_REF_NAME") or env("CI_COMMIT_REF_NAME") or env("GIT_BRANCH") or "")
    say("--commit", default=env("GITHUB_SHA") or env("CI_COMMIT_SHA") or env("GIT_COMMIT") or "")
    say("--who", default=env("GITHUB_ACTOR") or env("GITLAB_USER_LOGIN") or env("BUILD_USER_ID") or "")
    say("--link", default=link(), help="the address of this run")
    say("--run", default=run(), help="what tells this run from others; asked again it is the same change")
    say("--wait-minutes", type=float, default=0, help="how long to ask again while something is missing")
    say("--every-seconds", type=float, default=15)
    say("--timeout", type=float, default=15, help="seconds for one question")
    say("--json", action="store_true", help="print the answer as JSON")
    say("--report", default="", metavar="STATUS", help="say how this run ended: success, failure, rolled_back")
    return made


def run() -> str:
    """What tells this run from others."""
    for names in RUNS:
        if os.environ.get(names[0]):
            return ":".join(os.environ.get(name, "") for name in names)
    return ""


def link() -> str:
    """The address of this run's page."""
    env = os.environ.get
    if env("GITHUB_RUN_ID"):
        return f"{env('GITHUB_SERVER_URL')}/{env('GITHUB_REPOSITORY')}/actions/runs/{env('GITHUB_RUN_ID')}"
    return env("CI_PIPELINE_URL") or env("BUILD_URL") or ""


def ask(told: argparse.Namespace, said: Dict[str, str]) -> Dict[str, Any]:  # noqa: UP006  # the same
    """One question and its answer; trouble that may pass is waited for."""
    for left in reversed(range(TRIES)):
        try:
            return asked(told, said)
        except PassingError:
            if not left:
                raise
            time.sleep(PAUSE_SECONDS)
    raise PassingError("the gate could not be reached")


def asked(told: argparse.Namespace, said: Dict[str, str]) -> Dict[str, Any]:  # noqa: UP006  # the same
    """One question and its answer."""
    request = urllib.request.Request(  # noqa: S310  # main looks at the scheme
        told.url.rstrip("/") + "/pipelines/gate",
        data=json.dumps(said).encode(),
        headers={"Authorization": f"Bearer {told.key}", "Content-Type": "application/json"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=told.timeout) as reply:  # noqa: S310  # the same
            answer = json.load(reply)
    except urllib.error.HTTPError as error:
        if error.code == 429 or error.code >= 500:
            raise PassingError(f"the gate answered {error.code}") from error
        raise CannotAskError(f"the gate refused the question: {reason(error)}") from error
    except (OSError, ValueError) as error:
        raise PassingError(f"the gate could not be reached: {error}") from error
    if not isinstance(answer, dict) or answer.get("verdict") not in CODES:
        raise CannotAskError(f"that is no gate: {told.url}")
    return answer


def reason(error: urllib.error.HTTPError) -> str:
    """Why a question was refused."""
    try:
        return str(json.load(error)["error"])
    except (ValueError, KeyError, TypeError, OSError):
        return str(error.code)


def spoken(answer: Dict[str, Any]) -> str:  # noqa: UP006  # the same
    """An answer as a person reads it."""
    head = answer["verdict"].upper() + (f" ({answer['change']})" if answer.get("change") else "")
    return "\n".join([head, *(f"  {one['words']} [{one['code']}]" for one in answer.get("reasons", []))])


def trouble(words: str) -> int:
    """Say what went wrong."""
    print(f"gate.py: {words}", file=sys.stderr)  # noqa: T201  # the same
    return TROUBLE


if __name__ == "__main__":
    sys.exit(main())
