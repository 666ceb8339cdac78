"""Addresses that are secrets stay out of the logs, and out of what staff read of e-mails."""

import logging
import re

_SECRET = re.compile(r"(/(?:l|calendar)/)[^\s/\"'?]+")


def masked(text: str) -> str:
    return _SECRET.sub(r"\1…", text)


# A private link by its secret alone (see centre.links): what somebody typed stays as it is.
LINK = r"/l/[A-Za-z0-9_-]{40,}"
_LINK = re.compile(LINK)


# What stands in its place.
HIDDEN = "/l/…"


def without_links(text: str) -> str:
    return _LINK.sub(HIDDEN, text)


class Masked(logging.Filter):
    """Private links and calendar feeds, whoever writes the line."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        hidden = masked(text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True


def hide_secrets() -> None:
    """In the access logs of the servers, which have handlers of their own."""
    for name in ("django.server", "gunicorn.access"):
        logging.getLogger(name).addFilter(Masked())
