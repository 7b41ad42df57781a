import email

import pytest

from watchkeep.work.correspondence.rules import bounces, loops, proofs, tokens
from watchkeep.work.correspondence.rules.loops import Kind
from watchkeep.work.correspondence.rules.proofs import Verdict
from watchkeep.work.correspondence.tests.letters import bounce, letter


def kind_of(headers="", *, sender="karin@kunde.example", envelope_from="karin@kunde.example"):
    parts = email.message_from_bytes(letter(headers=headers))
    found = loops.automatic(parts, sender=sender, envelope_from=envelope_from, own_mark="ours")
    return found and found.kind


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("Auto-Submitted: auto-replied (vacation)", Kind.REPLY),
        ("auto-submitted: Auto-Generated", Kind.GENERATED),
        ("X-Autoreply: yes", Kind.REPLY),
        ("X-Autorespond: Out of office", Kind.REPLY),
        ("Precedence: auto_reply", Kind.REPLY),
        ("Precedence: bulk", Kind.LIST),
        ("Precedence: list", Kind.LIST),
        ("List-Id: <all.kunde.example>", Kind.LIST),
        ("List-Unsubscribe: <https://x.example>", Kind.LIST),
        ("X-Watchkeep-Loop: ours", Kind.OWN),
        ("X-Watchkeep-Loop: another installation", None),
        ("Auto-Submitted: no", None),
        ("Precedence: first-class", None),
        ("", None),
    ],
)
def test_headers_that_say_that_no_person_wrote_it(headers, kind):
    assert kind_of(headers) == kind


def test_the_null_return_path_wants_no_answer():
    assert kind_of(envelope_from="") is Kind.GENERATED
    assert kind_of("Return-Path: <>", envelope_from=None) is Kind.GENERATED
    assert kind_of("Return-Path: <karin@kunde.example>", envelope_from=None) is None


def test_a_mail_daemon_is_no_person():
    assert kind_of(sender="mailer-daemon@mx.example") is Kind.REPORT


def test_a_delivery_report_is_read():
    found = bounces.read(email.message_from_bytes(bounce("abc@nordwind.example")))
    assert (found.is_final, found.status, found.recipient) == (True, "5.1.1", "nobody@kunde.example")
    assert (found.said, found.ids) == ("550 5.1.1 no such user", ("abc@nordwind.example",))


def test_a_delay_is_no_failure_yet():
    assert not bounces.read(email.message_from_bytes(bounce("a@b", action="delayed", status="4.4.1"))).is_final


def test_a_letter_is_no_report():
    assert bounces.read(email.message_from_bytes(letter())) is None


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("mx.nordwind.example; dmarc=pass header.from=kunde.example", Verdict.PASS),
        ("mx.nordwind.example; dkim=pass header.d=kunde.example; spf=fail smtp.mailfrom=x.example", Verdict.PASS),
        ("mx.nordwind.example 1; spf=pass (ok; really) smtp.mailfrom=bounce@kunde.example", Verdict.PASS),
        ("mx.nordwind.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example", Verdict.UNKNOWN),
        ("mx.nordwind.example; dkim=pass header.d=example; spf=none", Verdict.UNKNOWN),
        ("mx.nordwind.example; dmarc=fail header.from=kunde.example; dkim=none", Verdict.FAIL),
        ("mx.nordwind.example; spf=fail smtp.mailfrom=kunde.example; dkim=fail header.d=kunde.example", Verdict.FAIL),
        ("mx.nordwind.example; none", Verdict.UNKNOWN),
        ("mx.evil.example; dmarc=pass header.from=kunde.example", Verdict.UNKNOWN),
    ],
)
def test_only_the_trusted_server_is_believed(said, verdict):
    found = proofs.judge([said], trusted="mx.nordwind.example", sender="karin@kunde.example")
    assert found.verdict is verdict


def test_the_topmost_word_of_the_trusted_server_counts():
    headers = ["mx.a.example; dmarc=fail", "mx.a.example; dmarc=pass"]
    assert proofs.judge(headers, trusted="mx.a.example", sender="k@kunde.example").verdict is Verdict.FAIL
    assert proofs.judge(headers, trusted="", sender="k@kunde.example").verdict is Verdict.UNKNOWN


def test_a_token_goes_into_an_address_and_comes_out_of_it():
    token = tokens.write(1_234_567, "abcdefgh234567ij")
    address = tokens.with_token("support@nordwind.example", token)
    assert tokens.read(address.upper()) == [(1_234_567, "abcdefgh234567ij")]
    assert tokens.without_token(address) == "support@nordwind.example"
    assert len(address.partition("@")[0]) <= 64


def test_keys_in_a_subject():
    assert tokens.keys_in("Re: Printer (REQ-1042), see INC-7 and ABC") == ["REQ-1042", "INC-7"]
