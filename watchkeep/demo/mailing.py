"""People write: a mailbox, and mail of each kind that comes into one."""

from watchkeep.kernel.actors import Actor
from watchkeep.work.correspondence import life
from watchkeep.work.correspondence.life import Arrived

ADDRESS = "help@kestrel.example"
_HUGO = """From: Hugo Marin <hugo@harbour.example>
To: {to}
Subject: Invoice for the staff jackets
Message-ID: <invoice@harbour.example>
Content-Type: text/plain; charset=utf-8

Good morning,

the invoice for our 140 jackets names the Lisbon hotel, it should be Porto. Can you send a new one?

Thank you!
{dashes}
Hugo Marin
Harbour Hotels, purchasing
"""
_NORA = """From: Nora Silva <nora@harbour.example>
To: {to}
Subject: Re: Delivery to Faro
Message-ID: <faro@harbour.example>
Content-Type: text/html; charset=utf-8

<p>Half of the boxes have not arrived. The driver says that they are <b>in another lorry</b>. When do they come?</p>
<div class="gmail_signature">Nora, front desk</div>
<div class="gmail_quote">On Mon, Kestrel wrote:<blockquote>Your boxes are on their way.</blockquote></div>
"""
_MACHINE = """From: Hugo Marin <hugo@harbour.example>
To: {to}
Subject: Out of office: Invoice for the staff jackets
Message-ID: <away@harbour.example>
In-Reply-To: <invoice@harbour.example>
Auto-Submitted: auto-replied

I am at the fair until Thursday.
"""
_UNKNOWN = """From: A. Reporter <desk@gazette.example>
To: {to}
Subject: Question about last month's outage
Message-ID: <question@gazette.example>

For how long could nobody order?
"""
_SEALED = """From: Hugo Marin <hugo@harbour.example>
To: {to}
Subject: Bank details
Message-ID: <bank@harbour.example>
Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="x"

--x--
"""


def write(by: Actor) -> None:
    """Let people write to a mailbox, and sort what they wrote."""
    mailbox = life.add_mailbox(
        by=by, way="handed", name="Customer service", address=ADDRESS, is_default=True, answers=False
    )
    for text in (_HUGO, _NORA, _MACHINE, _UNKNOWN, _SEALED):
        source = text.format(to=ADDRESS, dashes="-- ").encode()
        sender = "" if text is _MACHINE else text.partition("<")[2].partition(">")[0]
        life.receive(mailbox, [Arrived(source=source, envelope_from=sender, envelope_to=ADDRESS)])
    while life.sort_some():
        pass
