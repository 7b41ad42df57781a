"""Files as they come and go: any number of them in a form, and each handed out so that it can do no harm."""

from typing import Any, Protocol

from django import forms
from django.http import FileResponse


class Kept(Protocol):
    """A file that was checked when it came."""

    name: str
    content_type: str
    file: Any

    @property
    def is_picture(self) -> bool: ...  # noqa: D102  # whether it can be looked at in a page


class SeveralFiles(forms.ClearableFileInput):
    """A picker that takes several files."""

    allow_multiple_selected = True


class FileListField(forms.FileField):
    """Any number of files."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each of them, checked."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FileListField, self).clean(one, initial) for one in files]


def handed_out(kept: Kept) -> FileResponse:
    """Pictures to look at, everything else to keep; nothing as a page."""
    answer = FileResponse(
        kept.file.open(), as_attachment=not kept.is_picture, filename=kept.name, content_type=kept.content_type
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
