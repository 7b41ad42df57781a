"""The queue and the ticket page with a million tickets and five million facts: every filter, several pages.

``python -m bench.queue [tickets [name…]]``: whole pages, from the request to the rendered answer, one after another in
one process, as an agent who may see everything and as a customer who may see what is theirs. Takes some twenty minutes,
nearly half of it to make the tickets. With names only the rows whose name has one of them in it.
"""

import gc
import html
import os
import re
import sys
import time
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.urls import get_resolver

from bench import ground

QUESTIONS = {
    "everything": {"group": ["all"]}, "open": {}, "ended": {"group": ["ended"]},
    "state: new": {"state": ["new"]}, "state: closed": {"state": ["closed"]},
    "two states": {"state": ["new", "resolved"]},
    "service, busy": {"group": ["all"], "service": ["1"]}, "service, quiet": {"group": ["all"], "service": ["119"]},
    "team": {"group": ["all"], "team": ["2"]}, "mine": {"assignee": ["me"]}, "nobody's": {"assignee": ["nobody"]},
    "priority 1": {"group": ["all"], "priority": ["1"]}, "severity 4": {"group": ["all"], "severity": ["4"]},
    "tag, common": {"group": ["all"], "tag": ["tag1"]}, "tag, rare": {"group": ["all"], "tag": ["tag300"]},
    "drills": {"group": ["all"], "drill": ["yes"]}, "watched": {"group": ["all"], "watched": ["yes"]},
    "since an hour": {"group": ["all"], "since": ["1h"]}, "since a year": {"group": ["all"], "since": ["52w"]},
    "requester": {"group": ["all"], "requester": ["77"]}, "organisation": {"group": ["all"], "organisation": ["9"]},
    "word, common": {"group": ["all"], "q": ["word1"]}, "word, middling": {"group": ["all"], "q": ["word900"]},
    "word, rare": {"group": ["all"], "q": ["host77777"]}, "no such word": {"group": ["all"], "q": ["nothinglikeit"]},
    "number": {"group": ["all"], "q": ["INC-500000"]},
    "word of a reply, rare": {"group": ["all"], "q": ["reply777"]},
    "word of a note, rare": {"group": ["all"], "q": ["note777"]},
    "words of title and note": {"group": ["all"], "q": ["word300 note777"]},
    "excluding pair": {"group": ["all"], "assignee": ["nobody"], "severity": ["4"]},
    "closed, severity 4": {"state": ["closed"], "severity": ["4"]},
    "quiet service, rare tag": {"group": ["all"], "service": ["119"], "tag": ["tag300"]},
    "open by priority": {"order": ["priority"]}, "open by cost of delay": {"order": ["cost"]},
    "open by last change": {"order": ["updated"]},
    "oldest": {"group": ["all"], "order": ["oldest"]}, "late": {"sla": ["breached"]},
}  # fmt: skip
TYPED = {
    "all kinds": "", "one rare kind": "kind:problem", "a rare kind, ended": "kind:problem state:ended",
    "example": 'service:"service 1" state:open assignee:me "word1 word2"', "service": "service:service-119 state:ended",
    "not a common tag": "-tag:tag1 state:ended", "not a common word": "word900 -word1 state:ended",
    "a phrase": '"word1 word1" state:ended', "opened long ago": "opened:>700d state:ended",
    "opened between": "opened:2025-01-01..2025-02-01 state:ended", "changed lately": "updated:<1d state:open,ended",
    "changed long ago": "updated:>900d state:ended", "closed lately": "closed:<2d",
    "closed between": "closed:>300d closed:<330d",
    "urgent and dear": "priority:<=2 cost:>150",
    "nobody's, two teams": "is:unassigned team:team-2,team-3 state:open,ended",
    "whose": "requester:p77@example.org state:open,ended", "severity, words": "severity:1..2 word900 state:open,ended",
    "excluding": "service:service-119 tag:tag300 state:ended", "no such words": "nothinglikeit state:open,ended",
}  # fmt: skip
"""What is typed into the search over all kinds."""
PAGES, ROUNDS, ROOMS = 6, 3, 200
NEXT = re.compile(r'href="([^"]+)" rel="next"')
SCALE = ["asked", "p50", "p95", "worst", "queries at most"]


def main() -> None:
    """Fill, ask everything as two people, read rooms, print."""
    tickets = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    wanted = sys.argv[2:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    with ground.postgres():
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from bench import population  # noqa: PLC0415  # Django must be set up before

        population.fill(tickets)
        settle()
        agent = somebody("agent", 3)
        print(f"\n{ground.machine()}; {tickets:,} tickets, {5 * tickets:,} facts; milliseconds\n", flush=True)
        rows = [*queue(agent, named(QUESTIONS, wanted)), *queue(agent, named(typed(), wanted), at="/tickets")]
        print(ground.table(SCALE, [*rows, *([] if wanted else [rooms(agent, tickets)])]), flush=True)
        print("\nA customer:\n")
        print(ground.table(SCALE, queue(somebody("customer", 12), named({"theirs": {}, **THEIRS}, wanted))))


def settle() -> None:
    """Read the program whole and leave it out of collections, as the server does before it answers."""
    get_resolver().reverse_dict  # noqa: B018  # reading is what it is for
    gc.collect()
    gc.freeze()


THEIRS = {
    name: QUESTIONS[name]
    for name in ("everything", "ended", "priority 1", "word, common", "word of a reply, rare", "oldest")
}


def named(questions: dict[str, dict[str, list[str]]], wanted: list[str]) -> dict[str, dict[str, list[str]]]:
    """The questions that are wanted: all of them unless some are named."""
    return {name: asked for name, asked in questions.items() if not wanted or any(one in name for one in wanted)}


def somebody(role: str, key: int) -> Any:
    """A browser in which this person has signed in, with this role."""
    from django.test import Client  # noqa: PLC0415  # Django must be set up before

    from watchkeep.estate.people.models import Person, Role  # noqa: PLC0415  # the same

    person = Person.objects.get(pk=key)
    person.roles.add(Role.objects.get(slug=role))
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client


def typed() -> dict[str, dict[str, list[str]]]:
    """Each typed question, for the queue over all kinds."""
    return {f"typed: {name}": {"q": [text]} for name, text in TYPED.items()}


def queue(client: Any, questions: dict[str, dict[str, list[str]]], at: str = "/incidents") -> list[list[object]]:
    """Each question: pages one after another."""
    if not questions:
        return []
    visit(client, at)  # the first page of a process reads its templates
    rows, everything = [], []
    for name, asked in questions.items():
        took, most = [], 0
        for _round in range(ROUNDS):
            address: str | None = at
            for page in range(PAGES):
                seconds, queries, said = visit(client, address, asked if page == 0 else None)
                took.append(seconds)
                most = max(most, queries)
                address = html.unescape(found[1]) if (found := NEXT.search(said)) else None
                if address is None:
                    break
        everything += took
        rows.append(line(name, took, most))
    return [*rows, line("all of them", everything, 0)]


def rooms(client: Any, tickets: int) -> list[object]:
    """The rooms of tickets all over the history."""
    took, most = [], 0
    for number in (1 + one * 7919 % tickets for one in range(1, ROOMS + 1)):
        if number % 1000 == 500:  # a problem
            continue
        seconds, queries, _ = visit(client, f"/incidents/INC-{1000 + number}")
        took.append(seconds)
        most = max(most, queries)
    return line("ticket page", took, most)


def visit(client: Any, address: str | None, asked: dict[str, list[str]] | None = None) -> tuple[float, int, str]:
    """The seconds and queries of a page, and the page. Ends the run when there is none."""
    asked_for: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        asked_for.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        started = time.perf_counter()
        answer = client.get(address, asked)
        seconds = time.perf_counter() - started
    if answer.status_code != 200:
        raise SystemExit(f"{address} {asked}: {answer.status_code}")
    return seconds, len(asked_for), answer.content.decode()


def line(name: str, took: list[float], queries: int) -> list[object]:
    """A row of the table."""
    p50, p95, _p99 = ground.percentiles(took)
    return [name, f"{p50:.0f}", f"{p95:.0f}", f"{max(took) * 1000:.0f}", queries or ""]


if __name__ == "__main__":
    main()
