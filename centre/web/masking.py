"""Addresses that are secrets stay out of the logs."""

import logging
import re

_SECRET = re.compile(r"(/(?:l|calendar)/)[^\s/\"'?]+")


def masked(text: str) -> str:
    return _SECRET.sub(r"\1…", text)


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
