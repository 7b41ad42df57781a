"""Mails for tests, written by hand as mail programs write them."""

from itertools import count

_number = count(1)


def letter(
    body="The printer on the third floor is on fire.", *, subject="Printer", sender="Karin Kunde <karin@kunde.example>",
    to="support@nordwind.example", message_id="", headers="", kind="text/plain; charset=utf-8", encoding="8bit",
):  # fmt: skip
    """One mail with one part."""
    own = message_id or f"mail-{next(_number)}@kunde.example"
    head = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{own}>\r\n"
    head += "Date: Sat, 28 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"
    head += "".join(f"{line}\r\n" for line in headers.strip().splitlines())
    content = body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode()
    return f"{head}Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + content + b"\r\n"


def many(*parts, subject="Printer", sender="Karin Kunde <karin@kunde.example>", kind="mixed", headers="", more=""):
    """One mail with several parts, each with its headers."""
    head = f"From: {sender}\r\nTo: support@nordwind.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
    head += f"Message-ID: <many-{next(_number)}@kunde.example>\r\n"
    head += "".join(f"{line}\r\n" for line in headers.strip().splitlines())
    head += f'Content-Type: multipart/{kind}; boundary="next"{more}\r\n\r\n'
    return (head + "".join(f"--next\r\n{part}\r\n" for part in parts) + "--next--\r\n").encode()


def bounce(message_id, *, action="failed", status="5.1.1", sender="MAILER-DAEMON@nordwind.example"):
    """A delivery report as Postfix writes it, with the headers of the mail that comes back."""
    said = (
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.nordwind.example\r\n\r\n"
        f"Final-Recipient: rfc822; nobody@kunde.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n"
    )
    back = f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\nSubject: Reply from the desk\r\n"
    return many(
        "Content-Type: text/plain\r\n\r\nYour message could not be delivered.", said, back, sender=sender,
        subject="Undelivered Mail Returned to Sender", kind="report", more="; report-type=delivery-status",
        headers="Auto-Submitted: auto-replied",
    )  # fmt: skip
