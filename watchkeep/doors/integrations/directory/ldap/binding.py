"""Whether a password is right, asked of the directory itself. It is not kept, not even as a digest."""

from django.utils.translation import gettext as _

from watchkeep.doors.integrations.directory.ldap import connecting
from watchkeep.doors.integrations.directory.ldap.connecting import Away, WrongPassword
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Identity
from watchkeep.kernel.errors import Refused


def opens(identity: Identity, password: str) -> bool:
    """Whether the directory lets this person in with this password. Raises Refused when it does not answer.

    An empty password would be an anonymous sign-in, which succeeds (RFC 4513, 5.1.2), so it is never sent.
    """
    if not password or not identity.place:
        return False
    try:
        with connecting.line(identity.source.ldap, dn=identity.place, password=password):
            return True
    except WrongPassword:
        return False
    except Away as no:
        life.note_answer(identity.source, str(no), is_good=False)
        words = _("%(name)s does not answer, so your password cannot be checked. Please try again soon.")
        raise Refused(words % {"name": identity.source.name}, code="away") from no
