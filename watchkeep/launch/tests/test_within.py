"""What the doctor asks the database about mail."""

import pytest

from testing import make
from watchkeep.kernel import clock
from watchkeep.launch.doctor import within
from watchkeep.launch.doctor.findings import Level
from watchkeep.work.correspondence import life
from watchkeep.work.correspondence.life import Arrived
from watchkeep.work.correspondence.tests.letters import letter

pytestmark = pytest.mark.django_db


def found():
    return [(one.level, one.text) for one in within._mailboxes()]


def test_mail_that_does_not_come_is_told(settings):
    settings.MAIL_LISTEN = "lmtp://127.0.0.1:8024"
    assert found() == []
    handed, fetched = make.mailbox(), make.mailbox("shop@nordwind.example", way="imap")
    assert [level for level, _said in found()] == [Level.FINE]
    life.note_trouble(fetched, "The password is wrong")
    life.receive(handed, [Arrived(source=letter())])
    ((level, said),) = found()
    assert (level, "The password is wrong" in said) == (Level.BAD, True)
    settings.MAIL_LISTEN = ""
    with clock.travel(hours=1):
        assert [level for level, _said in found()] == [Level.BAD, Level.UNEASY, Level.UNEASY]
