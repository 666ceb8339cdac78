"""The page of the talent flow: whose, of which track, entered when, beside which others."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centre.accounts.policy import sees_all
from centre.web.views import require
from recruitment.positions.models import Track
from recruitment.talent.address import YEARS
from recruitment.talent.compared import compared
from recruitment.talent.journeys import ALL_YEARS, Group, Period
from recruitment.talent.panel import read_panels
from recruitment.talent.references import SHARES, SMALL_SAMPLE, TRACKER
from recruitment.talent.selectors import Wanted


@require_safe
def talent_flow(request):
    """Everybody one may see: a supervisor's own people, the whole centre for its heads."""
    require(request, "view_progress")
    centre, asked = request.centre, Asked(request)
    panels = read_panels(request.user, centre, asked.wanted(centre.today()), track=asked.track)
    return render(
        request,
        "recruitment/talent/page.html",
        {
            "asked": asked,
            "groups": Group.choices,
            "panels": panels,
            "compared": compared(panels) if len(panels) == 2 else None,
            "own_only": not sees_all(request.user, centre.pk),
            "shares": SHARES,
            "tracker": TRACKER,
            "small_sample": SMALL_SAMPLE,
        },
    )


class Asked:
    """What the address asks for. What it cannot mean is left out and named in `problems`."""

    def __init__(self, request):
        self.problems: list[str] = []
        self.tracks = list(Track.objects.filter(centre=request.centre))
        self.given = {name: text.strip() for name, text in request.GET.items()}
        self.track = self._track(self.given.get("track", ""))
        self.group = self._group(self.given.get("group", ""))
        self.period = self._period("since", "until")
        self.other = self._period("since2", "until2")

    def wanted(self, today) -> list[Wanted]:
        tracks = (self.track,) if self.track else tuple(self.tracks)
        periods = [self.period, self.other] if self.other != ALL_YEARS else [self.period]
        return [Wanted(self.group, tracks, today, period) for period in periods]

    def _track(self, code: str) -> Track | None:
        found = next((one for one in self.tracks if one.code == code), None)
        if code and found is None:
            self.problems.append(
                _("This centre has no track “%(code)s”, so all are shown.") % {"code": code[:40]}
            )
        return found

    def _group(self, name: str) -> Group:
        if name in Group.values:
            return Group(name)
        if name:
            self.problems.append(
                _("“%(name)s” is no group here, so researchers are shown.") % {"name": name[:40]}
            )
        return Group.RESEARCHERS

    def _period(self, since: str, until: str) -> Period:
        first, last = self._year(since), self._year(until)
        if first and last and first > last:
            self.problems.append(
                _("%(first)d comes after %(last)d, so the years are turned round.")
                % {"first": first, "last": last}
            )
            first, last = last, first
        return Period(first, last)

    def _year(self, name: str) -> int | None:
        text = self.given.get(name, "")
        if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in YEARS:
            return int(text)
        if text:
            self.problems.append(
                _("“%(text)s” is no year, so it was left out. Write it as 2026.")
                % {"text": text[:20]}
            )
        return None
