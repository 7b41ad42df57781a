"""Cards and forms for Slack, as Block Kit: https://docs.slack.dev/block-kit."""

from typing import Any

from watchkeep.duty.chat.rules.cards import Card, Form

LONGEST_TEXT = 2900
"""A section holds 3,000 letters."""


def escaped(text: str) -> str:
    """Text that means itself: Slack reads & < > as its own, also for mentions such as <!channel>."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def message(card: Card) -> dict[str, Any]:
    """The body of chat.postMessage but for its channel; ``text`` is what notifications and screen readers show."""
    text = f"*{escaped(card.title)}*\n{escaped(card.text)}".strip()
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": text[:LONGEST_TEXT], "verbatim": True}}
    ]
    if elements := _elements(card):
        blocks.append({"type": "actions", "elements": elements})
    return {"text": escaped(card.title), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def view(form: Form) -> dict[str, Any]:
    """The modal of views.open. Its title has 24 letters."""
    return {
        "type": "modal",
        "callback_id": "watchkeep",
        "private_metadata": form.token,
        "title": _plain(form.title[:24]),
        "submit": _plain(form.submit[:24]),
        "blocks": [
            {
                "type": "input",
                "block_id": "said",
                "label": _plain(form.label),
                "element": {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 3000},
            }
        ],
    }


def _elements(card: Card) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"type": "button", "action_id": one.name, "text": _plain(one.label), "value": one.token}
        | ({"style": "primary"} if one.is_first else {})
        for one in card.buttons
    ]
    if card.link:
        found.append({"type": "button", "action_id": "open", "text": _plain(card.link_text), "url": card.link})
    return found


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
