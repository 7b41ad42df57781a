"""What came of it, in the shape that each program reads."""

from typing import Any

from watchkeep.duty.chat.models import Kind

Shape = dict[str, Any]


def to_command(kind: str, text: str) -> Shape:
    """The answer to a command: seen by whoever typed it alone, but for Teams, which knows no such answer."""
    if kind == Kind.TEAMS:
        return {"type": "message", "text": text.replace("\n", "\n\n")}
    return {"response_type": "ephemeral", "text": _slackish(text) if kind == Kind.SLACK else text}


def to_button(text: str) -> Shape:
    """The answer to a button in Mattermost."""
    return {"ephemeral_text": text} if text else {}


def by_card(card: Shape) -> Shape:
    """The answer to a button or form in Teams: this card takes the place of the one that was pressed."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card}


def by_word(text: str) -> Shape:
    """The answer to a button in Teams that leaves the card as it is, and says this to whoever pressed it."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def to_form(kind: str, no: str) -> Shape:
    """The answer to a form: it closes, or says at its field why not."""
    if kind == Kind.SLACK:
        return {"response_action": "errors", "errors": {"said": no}} if no else {"response_action": "clear"}
    return {"errors": {"text": no}} if no else {}


def _slackish(text: str) -> str:
    """Slack reads & < > as its own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
