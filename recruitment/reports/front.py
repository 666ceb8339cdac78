"""What an industry viewer meets first: the last published report, and nothing that moves."""

from django.shortcuts import render

from recruitment.reports.models import Report
from recruitment.reports.views import TEMPLATES, shown


def published_page(request):
    """The newest published figures; until there are any, the word that there are none."""
    visible = Report.objects.visible_to(request.user).filter(centre=request.centre)
    found = visible.published().latest_first().select_related("centre").first()
    if found is None:
        return render(request, f"{TEMPLATES}/unpublished.html")
    return render(request, f"{TEMPLATES}/front.html", shown(request, found, found.data))
