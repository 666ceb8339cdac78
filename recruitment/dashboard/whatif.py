"""“What if?”: five sliders over the forecast. Nothing is saved; the address holds the scenario."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.templatetags.cohort import full_day
from recruitment.dashboard.outlook import percent, until
from recruitment.forecast.answer import forecast
from recruitment.forecast.calendar import years_later
from recruitment.forecast.evidence.places import CLOSES_BEFORE
from recruitment.forecast.inputs import Inputs, Slot
from recruitment.forecast.outcome import Outcome
from recruitment.forecast.whatif import WhatIf, what_if


class Slider(forms.NumberInput):
    input_type = "range"


def _slider(label, low, high, step):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=low,
        max_value=high,
        widget=Slider(attrs={"min": low, "max": high, "step": step}),
    )


class WhatIfForm(forms.Form):
    """A scenario out of an address; what cannot be read changes nothing and is named."""

    applications = _slider(gettext_lazy("Applications"), -50, 100, 5)
    acceptance = _slider(gettext_lazy("Acceptance of offers"), -20, 20, 1)
    seats = _slider(gettext_lazy("Places at each intake"), -5, 10, 1)
    extra = forms.DateField(
        label=gettext_lazy("One more intake, starting"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    by = forms.DateField(
        label=gettext_lazy("Target date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data, *, inputs: Inputs):
        self.inputs = inputs
        goal = inputs.goal
        initial = {"applications": 0, "acceptance": 0, "seats": 0, "by": goal and goal.by}
        typed = {name: data[name] for name in self.base_fields if data.get(name)}
        super().__init__({**initial, **typed})
        if goal is None:
            del self.fields["by"]
        if inputs.rolling:
            # People start in any month; places, if anybody wrote some down, bound them by the year.
            del self.fields["extra"]
            self.fields["seats"].label = _("Places in each year")
            if not inputs.pool.bounds:
                del self.fields["seats"]

    def clean_extra(self):
        return self._ahead("extra")

    def clean_by(self):
        return self._ahead("by") or (self.inputs.goal and self.inputs.goal.by)

    def _ahead(self, name: str) -> date | None:
        day = self.cleaned_data[name]
        on = self.inputs.as_of
        unchanged = name == "by" and self.inputs.goal and day == self.inputs.goal.by
        if day and not unchanged and not on < day <= years_later(on, 15):
            raise forms.ValidationError(
                _("Choose a day after %(on)s, within 15 years.") % {"on": full_day(on)}
            )
        return day

    @property
    def scenario(self) -> WhatIf:
        data = self.cleaned_data if self.is_valid() else {}
        extra, by = data.get("extra"), data.get("by")
        goal = self.inputs.goal
        return WhatIf(
            applications=(data.get("applications") or 0) / 100,
            acceptance=(data.get("acceptance") or 0) / 100,
            seats=data.get("seats") or 0,
            extra=extra and _intake(extra),
            by=by if goal and by != goal.by else None,
        )

    def marks(self) -> dict[str, str]:
        """What stands beside each slider: “+10%”, “+5 points”, “+2”."""
        now = self.scenario
        return {
            "applications": f"{now.applications:+.0%}" if now.applications else _("as now"),
            "acceptance": _("%(n)+d points") % {"n": round(now.acceptance * 100)}
            if now.acceptance
            else _("as now"),
            "seats": f"{now.seats:+d}" if now.seats else _("as now"),
        }


def _intake(day: date) -> Slot:
    opens_on = years_later(day, -1)
    return Slot(f"extra-{day}", day, opens_on, max(day - CLOSES_BEFORE, opens_on), f"{day:%B}")


@dataclass(frozen=True)
class Compared:
    """The forecast before and after, in words. `says` is the finding."""

    says: str
    before: Outcome
    after: Outcome
    parts: list[str]


def compared(inputs: Inputs, before: Outcome, form: WhatIfForm) -> Compared | None:
    """None where the scenario changes nothing."""
    scenario = form.scenario
    if scenario == WhatIf():
        return None
    after = forecast(what_if(inputs, scenario))
    return Compared(change_of(before, after), before, after, list(_parts(scenario, inputs.rolling)))


def _parts(scenario: WhatIf, rolling: bool):
    if scenario.applications:
        yield _("%(n)s applications") % {"n": f"{scenario.applications:+.0%}"}
    if scenario.acceptance:
        yield _("%(n)+d points of offers accepted") % {"n": round(scenario.acceptance * 100)}
    if scenario.seats:
        text = _("%(n)+d places in each year") if rolling else _("%(n)+d places at each intake")
        yield text % {"n": scenario.seats}
    if scenario.extra:
        day = formats.date_format(scenario.extra.starts_on, "j M Y")
        yield _("one more intake on %(day)s") % {"day": day}
    if scenario.by:
        yield _("target date %(day)s") % {"day": formats.date_format(scenario.by, "j M Y")}


def change_of(before: Outcome, after: Outcome) -> str:
    """“This changes the forecast from 31% to 44%.”, or its range where there is no one number."""
    if before.shown is not None and after.shown is not None:
        old, new = percent(before.shown), percent(after.shown)
        if old == new:
            return _("The forecast stays at %(new)s.") % {"new": new}
        return _("This changes the forecast from %(old)s to %(new)s.") % {"old": old, "new": new}
    span = {
        "low": after.people.p10, "high": after.people.p90, "by": until(after.by),
        "was_low": before.people.p10, "was_high": before.people.p90,
    }  # fmt: skip
    if (after.by, after.people.p10, after.people.p90) == (
        before.by, before.people.p10, before.people.p90,
    ):  # fmt: skip
        return _("The range for %(by)s stays %(low)d to %(high)d.") % span
    text = _(
        "The range for %(by)s becomes %(low)d to %(high)d; it was %(was_low)d to %(was_high)d."
    )
    return text % span
