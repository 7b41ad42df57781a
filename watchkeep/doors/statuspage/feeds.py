"""The page's news as RSS and Atom."""

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _

from watchkeep.duty.announcements.queries import Snapshot, address_of, phase_words, said

KINDS = {"rss": Rss201rev2Feed, "atom": Atom1Feed}
MOST = 25


def feed(kind: str, snapshot: Snapshot, language: str) -> bytes:
    """The latest announcements, each with all that was said of it, in the active language."""
    page, base = snapshot.page, address_of(snapshot.page)
    made = KINDS[kind](
        title=page.name,
        link=base,
        description=said(page, "about", language) or _("How our services are doing"),
        language=language,
        feed_url=f"{base}{language}/feed.{kind}",
    )
    for one in snapshot.shown[:MOST]:
        row = one.announcement
        told = [f"{phase_words(update.phase)}: {said(update, 'body', language)}" for update in one.updates]
        made.add_item(
            title=f"{said(row, 'title', language)} ({phase_words(row.state)})",
            link=f"{base}{language}/incident-{row.pk}.html",
            description="\n\n".join(told),
            unique_id=f"{base}incident-{row.pk}",
            unique_id_is_permalink=False,
            pubdate=row.published_at,
            updateddate=row.changed_at,
        )
    return made.writeString("utf-8").encode()
