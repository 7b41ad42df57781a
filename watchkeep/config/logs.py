"""How a line of the log is written: no address that stands in it lets anybody in."""

import logging
import re

_LONG = re.compile(r"(?<=/)([^/\s]{4})[^/\s]{16,}")


class Line(logging.Formatter):
    """Django writes down the address of what it refused; links from mails hold their secret there, so that is cut."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name that logging gives it
        """The line, long steps of an address cut after four characters."""
        if record.name.startswith("django."):
            record.message = _LONG.sub(r"\1…", record.message)
        return super().formatMessage(record)
