"""Static files under names that carry their content, so that a browser may keep them for good."""

from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it comes without types
    """The same for the imports between our scripts: no build chain is needed."""

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, *arguments: Any, **named: Any) -> Callable[[Any], str]:
        """Leave htmx as it is: what looks like imports there are comments that name types."""
        if name.startswith("django_htmx/"):
            return lambda match: str(match.group())
        convert: Callable[[Any], str] = super().url_converter(name, *arguments, **named)
        return convert
