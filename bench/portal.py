"""A portal's search while somebody types: from the request to the rendered answer, letter by letter.

``python -m bench.portal [tickets] [articles]``: tickets as ``bench.queue`` makes them, articles as ``bench.knowledge``,
200 catalogue items, and an employee with five hundred tickets of their own. Each title is typed from its second letter
on, one request a letter, one after another in one process. Takes some minutes.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import ground
from bench.queue import settle

TICKETS, ARTICLES, ITEMS = 200_000, 20_000, 200
EMPLOYEE = 60
"""Somebody of the house, as the population numbers people; each of the 400 asked for as many tickets."""
TITLES, LONGEST, WANTED = 12, 20, 50


def main() -> None:
    """Fill, type, print."""
    given = [int(one) for one in sys.argv[1:3]]
    tickets, articles = given + [TICKETS, ARTICLES][len(given) :]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    with ground.postgres():
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        client, own = fill(tickets, articles)
        settle()
        about = f"{tickets:,} tickets, {own:,} of them own, {articles:,} articles, {ITEMS} catalogue items"
        print(f"\n{ground.machine()}; {about}; milliseconds; wanted: p95 under {WANTED}\n", flush=True)
        print(
            ground.table(["typed", "letters", "p50", "p95", "p99", "queries at most"], list(rows(client))), flush=True
        )


def fill(tickets: int, articles: int) -> tuple[Any, int]:
    """Everything that can be found; and the employee's browser, with how many tickets are theirs."""
    from django.test import Client  # noqa: PLC0415  # Django must be set up before

    from bench import population, shelves  # noqa: PLC0415  # the same
    from testing.makers import desk  # noqa: PLC0415  # the same
    from watchkeep.estate.knowledge import life  # noqa: PLC0415  # the same
    from watchkeep.estate.people.models import Person, Role  # noqa: PLC0415  # the same
    from watchkeep.work.tickets.models import Ticket  # noqa: PLC0415  # the same

    population.fill(tickets)
    shelves.fill(articles)
    life.count_words()
    for number in range(ITEMS):
        desk.catalogue_item(f"{shelves.word(number + 40).capitalize()} for project {number}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    person = Person.objects.get(pk=EMPLOYEE)
    person.roles.add(Role.objects.get(slug="employee"))
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client, Ticket.objects.filter(requester=person).count()


def rows(client: Any) -> Iterator[list[object]]:
    """A line for each kind of thing that is typed, and one for all."""
    from watchkeep.estate.knowledge.models import Article  # noqa: PLC0415  # Django must be set up before
    from watchkeep.work.requests.models import CatalogueItem  # noqa: PLC0415  # the same
    from watchkeep.work.tickets.models import Ticket  # noqa: PLC0415  # the same

    titles = {
        "titles of articles": Article.objects.order_by("-id").values_list("title", flat=True),
        "names of items": CatalogueItem.objects.order_by("-id").values_list("name", flat=True),
        "titles of own tickets": Ticket.objects.filter(requester=EMPLOYEE).values_list("title", flat=True),
        "words that nobody wrote": [f"nothing like this {number}" for number in range(TITLES)],
    }
    ask(client, "warm up")
    every: list[float] = []
    most = 0
    for name, found in titles.items():
        took, queries = timed(client, list(found[:TITLES]))
        every += took
        most = max(most, queries)
        yield line(name, took, queries)
    yield line("all of them", every, most)


def timed(client: Any, titles: Iterable[str]) -> tuple[list[float], int]:
    """Seconds of each letter, and the most queries that one took."""
    typed = [title[:letters] for title in titles for letters in range(2, min(len(title), LONGEST) + 1)]
    took = [ask(client, text) for text in typed]
    queries = 0
    for text in typed[:: max(1, len(typed) // 20)]:
        with CaptureQueriesContext(connection) as seen:
            ask(client, text)
        queries = max(queries, len(seen))
    return took, queries


def ask(client: Any, text: str) -> float:
    """The seconds of one answer."""
    began = time.perf_counter()
    answer = client.get("/portal/suggest", {"q": text})
    took = time.perf_counter() - began
    assert answer.status_code == 200, answer
    return took


def line(name: str, took: list[float], queries: int) -> list[object]:
    """Percentiles as a row of the table."""
    return [name, len(took), *(f"{one:.0f}" for one in ground.percentiles(took)), queries]


if __name__ == "__main__":
    main()
