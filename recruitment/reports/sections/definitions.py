# ruff: noqa: E501  a meaning is read as one line
"""What the words of the report mean; frozen with it, as definitions change over the years."""

from django.utils.translation import gettext as _


def terms() -> list[list[str]]:
    """[[term, meaning]]."""
    return [
        [_("What counts"), _("A person counts once, whatever number of seats they held. Other tracks never count.")],
        [_("In post"), _("Started on or before the day and not gone by its end. The leaving day is no day in post.")],
        [_("Accepted"), _("Stands in pre-arrival, or the first day is recorded and still to come.")],
        [_("Plan"), _("The sum of the starts planned for intakes up to and including the day.")],
        [_("Reached"), _("Came to the stage or beyond it at any time, stages skipped over included. Returns take nothing back; corrections do.")],
        [_("Went on"), _("Went on, divided by went on or closed there.")],
        [_("Median days"), _("The day by which half have left the stage (Kaplan and Meier). It is – while fewer than half have left, or with fewer than five stays.")],
        [_("<5, withheld"), _("One to four people read “<5”; further figures are withheld so that no sum tells them. Nobody is 0.")],
        [_("To the nearest five"), _("But for the number promised and what it is read against, counts are to the nearest five, so that of two reports no figure tells of one to four people.")],
        [_("As of"), _("What had happened by the end of that day in the centre’s time zone, as far as it was known at the time given.")],
    ]  # fmt: skip
