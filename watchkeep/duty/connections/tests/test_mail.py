import pytest

from testing import make
from testing.mailbox import mail_server
from watchkeep.duty.connections import life
from watchkeep.duty.connections.tests.carrying import carry_out, open_loopback
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused

LETTER = {"to": "orders@supplier.example", "subject": "A laptop", "body": "Please send one."}


@pytest.fixture
def server():
    open_loopback()
    with mail_server() as running:
        yield running


def by_way_of(server):
    return make.connection("smtp", host="127.0.0.1", port=server.port, security="none", sender="desk@nordwind.example")


def write(server, **more):
    asked = life.ask_for("mail", by=CLOCK, connection=by_way_of(server), parameters=LETTER | more, timeout_seconds=5)
    return carry_out(asked)


def test_a_letter_reaches_the_server_once(server):
    run = write(server)
    (mail,) = server.mails
    assert (mail["To"], mail["From"], mail["Subject"]) == (LETTER["to"], "desk@nordwind.example", "A laptop")
    assert (mail["Auto-Submitted"], mail.get_content().strip()) == ("auto-generated", "Please send one.")
    assert (run.state, run.result["message_id"]) == ("succeeded", mail["Message-ID"])


def test_what_the_server_refuses_has_failed_in_its_words(server):
    server.answer_to_recipient = "550 no such mailbox"
    run = write(server)
    assert (run.state, run.why) == ("failed", "550 no such mailbox")


def test_a_value_makes_no_second_header(server):
    incident = make.incident(title="Late")
    asked = LETTER | {"subject": "{{ answers.about }}"}
    given = {"answers": {"about": "Hello\r\nBcc: all@nordwind.example"}}
    run = life.ask_for(
        "mail", by=CLOCK, connection=by_way_of(server), parameters=asked, ticket_id=incident.pk, given=given
    )
    carry_out(run)
    assert (server.mails[0]["Subject"], server.mails[0]["Bcc"]) == ("Hello Bcc: all@nordwind.example", None)


@pytest.mark.parametrize("to", ["everybody", "a@b.example, c@d.example"])
def test_a_letter_goes_to_one_address(server, to):
    with pytest.raises(Refused) as refused:
        write(server, to=to)
    assert refused.value.field == "to"


def test_the_test_button_sends_nothing(server):
    assert carry_out(life.try_connection(by_way_of(server), by=CLOCK)).state == "succeeded"
    assert server.mails == []
