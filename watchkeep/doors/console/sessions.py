"""Sessions that know whose they are, so that their owner can see them and end them."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from watchkeep.estate.people.models import Session
from watchkeep.kernel import clock

SEEN_EVERY = timedelta(minutes=5)
"""How exactly a session remembers when it was last used."""


class SessionStore(DatabaseStore):
    """Django's database sessions on our own rows. Django finds it by its name."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the row behind a session."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Write beside the contents what the owner will want to know."""
        row = cast("Session", super().create_model_instance(data))
        came = data.get("came", {})
        row.person_id = int(data["_auth_user_id"]) if "_auth_user_id" in data else None
        row.address, row.agent = came.get("address"), came.get("agent", "")
        row.created_at = datetime.fromisoformat(came["at"]) if "at" in came else clock.now()
        row.seen_at = clock.now()
        return row

    def touch(self) -> None:
        """Note that the session is in use; it writes at most every five minutes."""
        now = clock.now()
        rows = Session.objects.filter(pk=self.session_key)
        if self.seen_at is None:
            self.seen_at = rows.values_list("seen_at", flat=True).first()
        if self.seen_at and now - self.seen_at > SEEN_EVERY:
            rows.update(seen_at=now)

    def _get_session_from_db(self) -> Session | None:
        row: Session | None = super()._get_session_from_db()  # type: ignore[misc]  # Django's own hook
        self.seen_at = row.seen_at if row else None
        return row
