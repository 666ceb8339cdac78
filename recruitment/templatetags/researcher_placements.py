"""Placements on the page of a researcher, which stands below them in the layers."""

from django import template
from django.utils.translation import gettext as _

from centre.templatetags.cohort import day
from recruitment.enrolment.timeline import Moment, in_order
from recruitment.placements.models import Placement

register = template.Library()


@register.inclusion_tag("recruitment/placements/_person.html", takes_context=True)
def placements_of(context):
    """Of all starts of the person; `with_placements` has read them."""
    return {
        name: context[name] for name in ("enrolments", "placements", "may", "today", "researcher")
    }


@register.simple_tag(takes_context=True)
def with_placements(context):
    """Puts the placements among what the page shows. One statement."""
    starts = [one.pk for one in context["enrolments"]]
    found = list(Placement.objects.filter(enrolment__in=starts).select_related("mentor"))
    context["placements"] = found
    context["path"] = in_order([*context["path"], *map(_moment, found)])
    return ""


def _moment(one: Placement) -> Moment:
    told = [one.topic, _("until %(day)s") % {"day": day(one.ends_on)}]
    title = _("Placement: %(company)s") % {"company": one.company}
    return Moment(one.starts_on, title, "pin", ", ".join(told))
