"""Cards and forms for Mattermost: message attachments with actions, and interactive dialogs.

https://developers.mattermost.com/integrate/plugins/interactive-messages
"""

import re
from typing import Any

from watchkeep.duty.chat.rules.cards import Card, Form, harmless

LONGEST_TEXT = 10_000


def plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~])", r"\\\1", harmless(text))


def message(card: Card, url: str) -> dict[str, Any]:
    """The ``message`` and ``props`` of a post. Each action is sent to ``url``; what it carries no client ever sees."""
    attachment: dict[str, Any] = {
        "fallback": harmless(card.title),
        "title": harmless(card.title),
        "text": harmless(card.text)[:LONGEST_TEXT],
    }
    if card.link:
        attachment["title_link"] = card.link
    if card.buttons:
        attachment["actions"] = [
            {
                "id": one.name,
                "type": "button",
                "name": one.label,
                "style": "primary" if one.is_first else "default",
                "integration": {"url": url, "context": {"token": one.token}},
            }
            for one in card.buttons
        ]
    return {"message": "", "props": {"attachments": [attachment]}}


def dialog(form: Form) -> dict[str, Any]:
    """The dialog of actions/dialogs/open. Its title has 24 letters."""
    return {
        "callback_id": "watchkeep",
        "title": form.title[:24],
        "submit_label": form.submit[:24],
        "state": form.token,
        "elements": [
            {"display_name": form.label[:24], "name": "text", "type": "textarea", "max_length": 3000, "optional": False}
        ],
    }
