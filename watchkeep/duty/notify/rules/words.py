"""What a notification says: its subject line, its plain text, its simple HTML."""

from dataclasses import dataclass
from html import escape
from typing import Final

LONG: Final = 15
"""So many lines reach beyond the first look at a telephone."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One notification, ready to be put into any channel's shape."""

    subject: str
    body: str
    link: str = ""
    link_text: str = ""


def subject(*, title: str, number: str = "", severity: int | None = None, service: str = "") -> str:
    """One line that can be judged at three in the morning: ``SEV1 · Web shop · Checkout is down (INC-1042)``."""
    parts = [f"SEV{severity}" if severity else "", service, title]
    line = " · ".join(part for part in parts if part) + (f" ({number})" if number else "")
    return one_line(line, 200)


def one_line(text: str, longest: int) -> str:
    """The text without line breaks and control characters: what a mail header may hold."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def plain(message: Message) -> str:
    """The text as plain mail shows it; the link stands alone on its line so that programs find it."""
    link = f"\n\n{message.link_text}:\n{message.link}" if message.link else ""
    return f"{message.body.strip()}{link}\n\n-- \nWatchkeep\n"


def page(message: Message) -> str:
    """The text as simple HTML: no pictures, no scripts, nothing fetched, readable in dark and light.

    What is long has its button after the first paragraph as well.
    """
    body = message.body.strip()
    first, *rest = (
        f'<p style="margin:0 0 14px">{escape(part).replace(chr(10), "<br>")}</p>' for part in body.split("\n\n")
    )
    early = f'<p style="margin:14px 0">{_link(message)}</p>' if message.link and body.count("\n") >= LONG else ""
    paragraphs = "".join((first, early, *rest))
    return _PAGE.format(subject=escape(message.subject), paragraphs=paragraphs, button=_button(message))


def short(message: Message, longest: int = 1000) -> str:
    """The text for channels that show little."""
    return "\n".join(part for part in (message.body.strip()[:longest], message.link) if part)


def _button(message: Message) -> str:
    if not message.link:
        return ""
    return (
        f'<p style="margin:22px 0">{_link(message)}</p>'
        f'<p style="margin:0;font-size:12px;opacity:.7;word-break:break-all">{escape(message.link)}</p>'
    )


def _link(message: Message) -> str:
    return f'<a href="{escape(message.link)}" style="{_BUTTON}">{escape(message.link_text)}</a>'


_BUTTON = (
    "display:inline-block;padding:10px 18px;border-radius:6px;background:#2456c9;color:#ffffff;"
    "text-decoration:none;font-weight:600"
)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>{subject}</title></head>
<body style="font:15px/1.5 system-ui,sans-serif;max-width:560px;margin:24px auto;padding:0 16px">
<h1 style="font-size:17px;margin:0 0 16px">{subject}</h1>
{paragraphs}{button}
<p style="margin:28px 0 0;font-size:12px;opacity:.7">Watchkeep</p>
</body></html>
"""
