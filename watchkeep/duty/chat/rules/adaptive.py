"""Cards for Teams: an Adaptive Card, as a Workflows webhook takes it.

The only action that works there is a link, so that each button opens the page on which the same is pressed.
"""

import re
from typing import Any

from watchkeep.duty.chat.rules.cards import Card

LONGEST_TEXT = 10_000


def message(card: Card) -> dict[str, Any]:
    """The body of the post."""
    body: list[dict[str, Any]] = [
        {"type": "TextBlock", "text": _plain(card.title), "weight": "Bolder", "size": "Medium", "wrap": True}
    ]
    if card.text:
        body.append({"type": "TextBlock", "text": _plain(card.text)[:LONGEST_TEXT], "wrap": True})
    content: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    links = [(button.label, button.page) for button in card.buttons if button.page]
    links += [(card.link_text, card.link)] if card.link else []
    if links:
        content["actions"] = [{"type": "Action.OpenUrl", "title": title, "url": url} for title, url in links]
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": content}],
    }


def _plain(text: str) -> str:
    """A text block reads a little Markdown: what would be a link or a mention is not."""
    return re.sub(r"([\[\]<>])", r"\\\1", text)
