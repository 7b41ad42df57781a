"""Browsers as people call them."""

from django.utils.translation import gettext as _

NAMES = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
PLACES = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def in_words(agent: str) -> str:
    """Say which browser on which machine; what is neither is shown as it called itself."""
    name = next((words for sign, words in NAMES if sign in agent), "")
    place = next((words for sign, words in PLACES if sign in agent), "")
    if name and place:
        return _("%(browser)s on %(machine)s") % {"browser": name, "machine": place}
    return name or place or agent[:60] or _("Unknown browser")
