"""The first draft of what is said, by kind and phase, in each language. It names components and nothing else."""

from collections.abc import Sequence

TITLES = {
    "en": {"incident": "{what}: disruption", "maintenance": "{what}: planned maintenance"},
    "de": {"incident": "{what}: Störung", "maintenance": "{what}: geplante Wartung"},
}
BODIES = {
    "en": {
        "investigating": "We see a problem with {what} and are looking for its cause. We will write again here.",
        "identified": "We know what is wrong with {what} and are putting it right.",
        "monitoring": "The problem with {what} should be solved. We keep an eye on it before we say so.",
        "resolved": "The problem with {what} is solved. We are sorry for the trouble.",
        "scheduled": "We will work on {what} at the time given here. There may be interruptions meanwhile.",
        "in_progress": "The planned work on {what} has begun.",
        "verifying": "The planned work on {what} is done. We are checking that everything is in order.",
        "completed": "The planned work on {what} is finished.",
        "moved": "The planned work on {what} takes place at another time, given here.",
        "altered": "The planned work has changed: it is on {what} now, at the time given here.",
        "prolonged": "The planned work on {what} lasts until another time, given here.",
        "called_off": "The planned work on {what} does not take place at this time.",
    },
    "de": {
        "investigating": "Es gibt ein Problem mit {what}. Wir suchen die Ursache und melden uns hier wieder.",
        "identified": "Wir kennen die Ursache des Problems mit {what} und beheben es.",
        "monitoring": "Das Problem mit {what} sollte behoben sein. Wir beobachten es noch eine Weile.",
        "resolved": "Das Problem mit {what} ist behoben. Wir bitten um Entschuldigung.",
        "scheduled": "Wir arbeiten zur angegebenen Zeit an {what}. Währenddessen kann es zu Ausfällen kommen.",
        "in_progress": "Die geplanten Arbeiten an {what} haben begonnen.",
        "verifying": "Die geplanten Arbeiten an {what} sind erledigt. Wir prüfen, ob alles in Ordnung ist.",
        "completed": "Die geplanten Arbeiten an {what} sind abgeschlossen.",
        "moved": "Die geplanten Arbeiten an {what} finden zu einer anderen, hier angegebenen Zeit statt.",
        "altered": "Die geplanten Arbeiten haben sich geändert: Sie gelten jetzt {what}, zur hier angegebenen Zeit.",
        "prolonged": "Die geplanten Arbeiten an {what} dauern bis zu einer anderen, hier angegebenen Zeit.",
        "called_off": "Die geplanten Arbeiten an {what} finden zu dieser Zeit nicht statt.",
    },
}
_AND = {"en": " and ", "de": " und "}
_ELSE = {"en": "our service", "de": "unserem Dienst"}


def title(kind: str, names: Sequence[str], language: str) -> str:
    """The draft of a title."""
    return _first_large(TITLES[language][kind].format(what=together(names, language)))[:160]


def body(phase: str, names: Sequence[str], language: str) -> str:
    """The draft of an update."""
    return _first_large(BODIES[language][phase].format(what=together(names, language)))


def together(names: Sequence[str], language: str) -> str:
    """Names in one breath: Checkout, Search and Accounts."""
    if not names:
        return _ELSE[language]
    *first, last = names
    return f"{', '.join(first)}{_AND[language]}{last}" if first else last


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]
