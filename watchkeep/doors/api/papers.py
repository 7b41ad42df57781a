"""Papers of a record, as the API shows them."""

from watchkeep.doors.api.shapes import Record
from watchkeep.kernel.papers import Paper


class PaperOut(Record):
    """A paper that is filed with a record."""

    id: int
    name: str
    content_type: str
    """Checked against the file's first bytes."""
    size: int
    """In bytes."""
    sha256: str

    @classmethod
    def of(cls, paper: Paper) -> "PaperOut":
        """Show a paper."""
        same = ("name", "content_type", "size", "sha256")
        return cls(id=paper.pk, **{name: getattr(paper, name) for name in same})
