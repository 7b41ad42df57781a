"""Words that a message needs besides its template's, in each language that an audience may read."""

from collections.abc import Iterable, Mapping

PHASES = {
    "first": "Erste Nachricht",
    "update": "Stand der Dinge",
    "restored": "Läuft wieder",
    "resolved": "Behoben",
    "review": "Nachbetrachtung",
}
STATES = {
    "draft": "Entwurf",
    "new": "Neu",
    "assessing": "Wird bewertet",
    "waiting": "Wartet auf Zustimmung",
    "approved": "Genehmigt",
    "scheduled": "Eingeplant",
    "implementing": "Wird durchgeführt",
    "evaluating": "Wird beurteilt",
    "triaged": "Eingeordnet",
    "in_progress": "In Arbeit",
    "on_hold": "Angehalten",
    "restored": "Läuft wieder",
    "investigating": "Wird untersucht",
    "known_error": "Bekannter Fehler",
    "fixing": "Wird behoben",
    "resolved": "Behoben",
    "closed": "Abgeschlossen",
    "cancelled": "Zurückgezogen",
    "refused": "Abgelehnt",
}
SEVERITIES = {"Critical": "Kritisch", "Major": "Schwer", "Minor": "Gering", "Low": "Niedrig"}
"""The names with which severities come; those that an organisation gives them stay as they are."""

_CORRECTION = {"en": "Correction", "de": "Korrektur"}
_FOLLOWING = {
    "en": "You follow {service}. To stop: {link}",
    "de": "Sie folgen {service}. Zum Abmelden: {link}",
}
_OPEN = {"en": "Open {number}", "de": "{number} öffnen"}


def phase(slug: str, label: str, language: str) -> str:
    """A moment of an incident."""
    return _said(PHASES, slug, label, language)


def state(slug: str, label: str, language: str) -> str:
    """Where an incident stands."""
    return _said(STATES, slug, label, language)


def severity(name: str, language: str) -> str:
    """How bad it is, by the name that the organisation has for it."""
    return _said(SEVERITIES, name, name, language)


def correction(subject: str, languages: Iterable[str]) -> str:
    """The subject of what puts a message right."""
    return f"{' / '.join(_CORRECTION[one] for one in languages)}: {subject}"[:200]


def following(service: str, link: str, languages: Iterable[str]) -> str:
    """The foot of a message to somebody who follows a service."""
    return "\n".join(_FOLLOWING[one].format(service=service, link=link) for one in languages)


def opening(number: str, languages: Iterable[str]) -> str:
    """What the link to an incident is called: in the audience's first language."""
    return _OPEN[next(iter(languages), "en")].format(number=number)


def _said(german: Mapping[str, str], slug: str, label: str, language: str) -> str:
    return german.get(slug, label) if language == "de" else label
