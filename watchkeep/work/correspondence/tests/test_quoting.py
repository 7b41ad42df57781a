import pytest

from watchkeep.work.correspondence.rules import pages, quoting

NEW = "It still burns."
DESK = "Desk <desk@nordwind.example>"
BELOW = [
    f"\nOn Sat, 28 Nov 2026 at 10:00, {DESK} wrote:\n> Is it out?\n> Desk",
    "\nAm 28.11.26 um 10:00 schrieb Desk:\n> Is it out?",
    f"\nLe sam. 28 nov. 2026 à 10:00, {DESK} a écrit :\n> Is it out?",
    "\nOn Saturday, November 28, 2026 at 10:00:00 AM GMT+1, Desk\n<desk@nordwind.example> wrote:\n\nIs it out?",
    "\n-----Original Message-----\nFrom: Desk\nSent: Saturday\nTo: Karin\nSubject: Re: Printer\n\nIs it out?",
    f"\n{'_' * 32}\nVon: Desk\nGesendet: Samstag\nAn: Karin\nBetreff: AW: Printer\n\nOut?",
    f"\nFrom: {DESK}\nDate: Saturday, 28 November 2026\nTo: Karin\nSubject: Re\n\nOut?",
    "> Is it out?",
]
PLAIN = [
    *(f"It still burns.\n{below}" for below in BELOW),
    "> Is it out?\n\nIt still burns.",
    "On Sat, 28 Nov 2026, Desk wrote:\n> Is it out?\n>\n\nIt still burns.",
]


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_quoted_is_folded_and_kept(text):
    found = quoting.split(text)
    assert found.new == NEW
    assert "ut?" in found.quoted


def test_answers_between_the_lines_keep_what_they_answer():
    text = "On Sat, Desk wrote:\n> Is it out?\nNo.\n> Did you call?\nYes.\n> Regards"
    assert quoting.split(text).new == "No.\n> Did you call?\nYes."


@pytest.mark.parametrize(
    "signature", ["-- \nKarin Kunde\nKunde AG", "--\nKarin", "Sent from my iPhone", "Von meinem iPhone gesendet"]
)
def test_a_signature_is_cut_and_kept(signature):
    found = quoting.split(f"It still burns.\n\n{signature}")
    assert found.new == NEW
    assert found.signature == signature.removeprefix("-- \n").removeprefix("--\n")


def test_a_signature_below_the_quotation_hides_nothing():
    found = quoting.split("It still burns.\n\nOn Sat, Desk wrote:\n> Is it out?\n-- \nKarin")
    assert (found.new, found.quoted.splitlines()[-1], found.signature) == (NEW, "> Is it out?", "Karin")


def test_a_mail_that_is_nothing_but_signature_or_quotation_is_read_whole():
    assert quoting.split("-- \nCall me").new == "-- \nCall me"
    assert quoting.split("> just\n> quoted").new == "> just\n> quoted"


@pytest.mark.parametrize("subject", ["Fwd: Printer", "WG: Printer"])
def test_a_forwarded_mail_is_what_its_sender_wants_us_to_read(subject):
    text = "See below.\n\n---------- Forwarded message ---------\nFrom: Boss\nDate: Sat\nTo: Karin\n\nFix it"
    assert quoting.split(text, subject=subject).new == text
    assert "Fix it" in quoting.split(text).new


def test_a_sentence_that_looks_like_a_quotation_is_none():
    text = "On Monday the boss wrote a letter. We need it printed.\n\nFrom: here to there it is 5 m."
    assert quoting.split(text).new == text


GMAIL = '<div class="gmail_quote"><div>On Sat Desk wrote:<br></div><blockquote>Out?</blockquote></div>'
OUTLOOK = '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt"><b>Von:</b> Desk<br>Out?</div>'
MOZILLA = '<div class="moz-cite-prefix">Am 28. schrieb Desk:</div><blockquote type="cite">Out?</blockquote>'
PAGES = [
    f"<div>It still burns.</div>{GMAIL}",
    f"{GMAIL}<div>It still burns.</div>",
    '<p>It still burns.</p><div id="appendonsend"></div><div id="divRplyFwdMsg"><b>From:</b> Desk<br>Out?</div>',
    f"<p>It still burns.</p>{OUTLOOK}",
    f"<p>It still burns.</p>{MOZILLA}",
    "<style>p {color: red}</style><p>It still <script>alert(1)</script>burns.</p><blockquote>Out?</blockquote>",
]


@pytest.mark.parametrize("html", PAGES)
def test_quotations_of_real_mail_programs(html):
    found = quoting.split(pages.to_text(html))
    assert found.new == NEW
    assert "Out?" in found.quoted


def test_html_becomes_markdown():
    html = (
        "<h2>Printer</h2><p>It is <b>on fire</b>, see <a href='https://x.example/a'>the picture</a>.</p>"
        "<ul><li>one<li>two</ul><ol><li>first</li></ol><pre>a\n  b</pre><table><tr><td>k</td><td>v</td></tr></table>"
        "<img src='https://spy.example/pixel.gif'><a href='javascript:alert(1)'>press</a>"
        "<p>caf\u00e9&nbsp;&lt;b&gt;</p>"
    )
    assert pages.to_text(html) == (
        "## Printer\n\nIt is **on fire**, see [the picture](https://x.example/a).\n\n* one\n* two\n\n1. first\n\n"
        "```\na\n  b\n```\n\nk | v\n\npress\n\ncafé <b>"
    )


def test_nothing_that_could_act_survives():
    html = "<p onclick='x()' style='background:url(//spy.example)'>Hi</p><iframe src='//e'></iframe><object>o</object>"
    assert pages.to_text(html) == "Hi\n\no"
