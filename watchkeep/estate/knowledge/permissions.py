"""What one may do with articles. What is published for somebody needs no permission to read."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the knowledge slice.

    ``SEE`` opens whatever is published for anybody, the internal articles too; ``WRITE`` also drafts.
    """

    SEE = "article.see"
    WRITE = "article.write"
    PUBLISH = "article.publish"
    TEMPLATES = "article.templates"
