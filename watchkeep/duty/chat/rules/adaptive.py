"""Adaptive Cards for Teams: https://adaptivecards.io/explorer.

Through a Workflows webhook only links work, so that each button opens the page on which the same is pressed. A bot's
cards act: what is pressed comes back to us, with what we signed, and the answer takes the card's place.
"""

import re
from typing import Any

from watchkeep.duty.chat.rules.cards import Button, Card, Form

LONGEST_TEXT = 10_000
LONGEST_ANSWER = 3000
FIELD = "said"
"""What the form's answer is called when it comes back."""
Shape = dict[str, Any]


def message(card: Card) -> Shape:
    """The body of a post through a webhook."""
    return post(_content(card, [_link(one.label, one.page) for one in card.buttons if one.page], "1.4"))


def acting(card: Card) -> Shape:
    """The card of a bot. A client that knows no acting buttons shows the link instead."""
    return _content(card, [_act(button) for button in card.buttons], "1.5")


def asking(form: Form, *, text: str = "", no: str = "") -> Shape:
    """A card with one question; ``no`` says why what was typed was not taken."""
    field = {
        "type": "Input.Text", "id": FIELD, "label": form.label, "isMultiline": True, "maxLength": LONGEST_ANSWER,
        "value": text,
    }  # fmt: skip
    wrong = [{"type": "TextBlock", "text": plain(no), "wrap": True, "color": "Attention"}] if no else []
    send = {"type": "Action.Execute", "title": form.submit, "verb": "post", "data": {"token": form.token}}
    return _card([_title(form.title), *wrong, field], [send], "1.5")


def post(content: Shape) -> Shape:
    """A message that is this card."""
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": content}],
    }


def plain(text: str) -> str:
    """A text block reads a little Markdown: what would be a link or a mention is not, and a new line is one."""
    return re.sub(r"([\[\]<>])", r"\\\1", text).replace("\n", "\n\n")


def _content(card: Card, actions: list[Shape], version: str) -> Shape:
    body = [_title(card.title)]
    if card.text:
        body.append({"type": "TextBlock", "text": plain(card.text)[:LONGEST_TEXT], "wrap": True})
    return _card(body, [*actions, *([_link(card.link_text, card.link)] if card.link else [])], version)


def _card(body: list[Shape], actions: list[Shape], version: str) -> Shape:
    content: Shape = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": version,
        "body": body,
    }
    return content | ({"actions": actions} if actions else {})


def _title(text: str) -> Shape:
    return {"type": "TextBlock", "text": plain(text), "weight": "Bolder", "size": "Medium", "wrap": True}


def _link(title: str, url: str) -> Shape:
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def _act(button: Button) -> Shape:
    found: Shape = {
        "type": "Action.Execute", "title": button.label, "verb": button.name, "data": {"token": button.token}
    }  # fmt: skip
    if button.is_first:
        found["style"] = "positive"
    return found | ({"fallback": _link(button.label, button.page)} if button.page else {})
