"""What one may do with status pages and what is announced on them."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the announcements slice. Who may only draft leaves what waits for somebody who may publish."""

    SEE = "announcement.see"
    DRAFT = "announcement.draft"
    PUBLISH = "announcement.publish"
    MANAGE = "status_page.manage"
