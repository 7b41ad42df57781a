"""Workers are killed with -9 in the middle of changing many tickets, and of taking it back."""

import os
import signal
import subprocess
import sys
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.db import connection

from testing import make
from testing.running import wait_for
from watchkeep.kernel.models import FactRow
from watchkeep.work.desk import life, queries
from watchkeep.work.desk.models import Outcome, Run
from watchkeep.work.desk.rules import Order
from watchkeep.work.tickets.models import Comment, Ticket

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TICKETS, WORKERS, KILLED_AT = 120, 2, (0.3, 0.65)
WORK = """
import time, django
django.setup()
from watchkeep.work.desk import jobs
while True:
    jobs.carry_out_due() or time.sleep(0.01)
"""


def work(run, is_over):
    """Let two workers at a run, and kill both at each of the moments; the last ones end it."""
    settled = lambda: sum(count for outcome, count in queries.progress_of(run).counts.items() if is_over(outcome))  # noqa: E731
    for share in (*KILLED_AT, 1):
        workers = [worker() for _ in range(WORKERS)]
        try:
            wait_for(lambda share=share: settled() >= share * TICKETS, 60)
            if share == 1:
                wait_for(lambda: not Run.objects.get(pk=run.pk).is_under_way, 60)
        finally:
            for one in workers:
                one.send_signal(signal.SIGKILL)
                one.wait()
    run.refresh_from_db()


def worker():
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return subprocess.Popen([sys.executable, "-c", WORK], env={**os.environ, "DATABASE_URL": url})


def told_of(kind):
    return Counter(FactRow.objects.filter(kind=kind).values_list("record", flat=True))


def test_each_ticket_is_changed_once_and_taken_back_once():
    tickets = [make.ticket() for _ in range(TICKETS)]
    ids, ana = {one.pk for one in tickets}, make.actor(make.ana())
    run = make.bulk_run(tickets, order=Order(add_tags=("storm",), way="note", body="Part of the storm"))
    work(run, lambda outcome: outcome != Outcome.WAITING)
    once = dict.fromkeys(ids, 1)
    assert (told_of("ticket.tagged"), told_of("ticket.noted")) == (once, once)
    assert Counter(Comment.objects.values_list("ticket", flat=True)) == once
    assert Ticket.objects.filter(tags=["storm"]).count() == TICKETS
    progress = queries.progress_of(run)
    assert (progress.done, progress.changed, progress.refused) == (TICKETS, TICKETS, 0)

    life.undo(run, by=ana)
    work(run, lambda outcome: outcome != Outcome.CHANGED)
    assert told_of("ticket.tagged") == dict.fromkeys(ids, 2)
    assert Ticket.objects.filter(tags=[]).count() == TICKETS
    assert queries.progress_of(run).taken_back == TICKETS
    assert told_of("bulk_run.ended") == told_of("bulk_run.undone") == {run.pk: 1}
