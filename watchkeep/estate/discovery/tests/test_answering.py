"""What answers at ports: rows since and until when, the same scan changes nothing, and things are found by port."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Answer, OpenPort
from watchkeep.kernel.actors import CLOCK

RDP, SSH = Answer(port=3389, name="ms-wbt-server"), Answer(port=22, name="ssh", product="OpenSSH", version="9.2p1")


def take(*answers, key="a", source="scan", **more):
    mac = f"00:1b:21:00:05:{ord(key):02x}"
    one = make.machine(key, mac, serial=f"SERIAL-{key}-1", answers=answers or None, **more)
    return life.take_found([one], source=make.reporter(source, "network"), by=CLOCK)[0]


def shown():
    return [(row.port, row.version, row.until is None) for row in OpenPort.objects.order_by("id")]


def test_what_answers_is_kept_since_when_and_the_same_again_changes_nothing():
    assert take(SSH, RDP).is_changed
    rows = list(OpenPort.objects.values())
    again = take(RDP, SSH, SSH)
    assert (again.is_changed, list(OpenPort.objects.values())) == (False, rows)
    assert not take().is_changed  # it told nothing of ports
    assert list(OpenPort.objects.values()) == rows


def test_another_version_is_another_row_and_what_answers_no_more_is_over():
    take(SSH, RDP)
    later = take(Answer(port=22, name="ssh", product="OpenSSH", version="9.9"))
    assert later.values == ["ports"]
    assert shown() == [(22, "9.2p1", False), (3389, "", False), (22, "9.9", True)]
    home = later.match.item
    assert [row.version for row in queries.answering_on(home)] == ["9.9"]
    assert len(queries.answered_on(home)) == 3


def test_each_source_says_what_it_heard_and_no_other():
    take(SSH, source="scan")
    take(RDP, source="other")
    assert shown() == [(22, "9.2p1", True), (3389, "", True)]


@pytest.mark.parametrize(
    ("asked", "names"),
    [("3389", ["host-a"]), ("22/tcp", ["host-a", "host-b"]), ("22/udp", []), ("0", []), ("70000", []), ("ssh", []),
     ("", []), ("3389; DROP", [])],
)  # fmt: skip
def test_things_are_found_by_a_port_that_is_open(asked, names):
    take(SSH, RDP)
    take(SSH, key="b")
    take(Answer(port=80), key="c")
    rows = Item.objects.filter(pk__in=queries.with_port(asked)).order_by("name")
    assert [item.name for item in rows] == names


def test_a_port_that_cannot_be_is_left_out_and_long_words_are_cut():
    take(Answer(port=0), Answer(port=70_000), Answer(port=80, product="x" * 900, version="y" * 900, protocol="tcpudp"))
    row = OpenPort.objects.get()
    assert (row.port, len(row.product), len(row.version), row.protocol) == (80, 200, 120, "tcpud")


def test_a_port_is_looked_up_in_its_index_and_a_hundred_cost_as_many_statements_as_one():
    source = make.reporter("scan", "network")

    def asked(numbers):
        found = [make.machine(f"k{at}", f"00:1b:22:00:00:{at:02x}", serial=f"SER-{at:05}", answers=(SSH, RDP))
                 for at in numbers]  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            life.take_found(found, source=source, by=CLOCK)
        return len(captured)

    asked([0])
    assert asked([1]) == asked(range(100, 200))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "open_port_by_number" in queries.with_port("3389").explain()
