"""Saying no in a sentence."""


class Refused(Exception):
    """Nothing was changed; the message is a sentence for the person who asked."""
