"""Whether there is anything: many tables in one statement."""

import pytest

from testing import make
from watchkeep.kernel.existing import known, rows
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Comment, Link, Watcher

pytestmark = pytest.mark.django_db


def test_one_statement_says_what_there_is(django_assert_num_queries):
    whole, part, other = make.incident(), make.incident(), make.incident()
    Incident.objects.filter(pk=part.pk).update(parent=whole)
    Link.objects.create(source=other.ticket, target=whole.ticket, relation="related")
    parts, ties, from_it = rows(Incident, "parent"), rows(Link, "source", "target"), rows(Link, "source")
    with django_assert_num_queries(1):
        assert known([parts, ties, from_it, rows(Comment, "ticket"), parts], whole.pk) == {parts, ties}
    assert known([rows(Watcher, "ticket"), parts], 0) == frozenset()
