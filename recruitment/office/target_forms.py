"""A target, and the staircase of starts that should lead to it."""

import hashlib
from datetime import date

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.targets.models import Agreement, PlannedIntake, Target
from centre.targets.plan import Step
from centre.web.forms import Compared, DayInput, PickedDays
from recruitment.office.staircase import log_plan
from recruitment.positions.models import Intake


class TargetForm(Compared, PickedDays, forms.ModelForm):
    fixed = ("agreement", "kind")

    class Meta:
        model = Target
        fields = ["headcount", "by", "counts"]

    def clean_by(self):
        by = self.cleaned_data["by"]
        if by <= self.instance.agreement.starts_on:
            raise forms.ValidationError(_("The day must come after the agreement starts."))
        return by


class NewTargetForm(PickedDays, forms.ModelForm):
    """A target of one of the centre's agreements, for a track that has none there yet."""

    class Meta:
        model = Target
        fields = ["agreement", "kind", "headcount", "by", "counts"]

    def __init__(self, *args, centre, **kwargs):
        super().__init__(*args, **kwargs)
        agreements = Agreement.objects.filter(centre=centre)
        self.fields["agreement"].queryset = agreements
        self.initial.setdefault("agreement", agreements.first())


class PlanForm(forms.Form):
    """Planned starts on each intake day of the track, and one more day. Empty or 0: no step.

    With them the day by which a shortfall is to be levelled.
    """

    levelled_by = forms.DateField(
        label=gettext_lazy("To be levelled by"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Empty: by the last intake."),
    )
    more_on = forms.DateField(label=gettext_lazy("Another day"), required=False, widget=DayInput())
    more_starts = forms.IntegerField(
        label=gettext_lazy("Starts on that day"), required=False, min_value=0, max_value=500
    )
    overtaken = False
    layout = "dense"

    def __init__(self, *args, target: Target, **kwargs):
        super().__init__(*args, **kwargs)
        self.target = target
        self.stored = dict(target.plan.values_list("on", "starts"))
        self.initial["levelled_by"] = target.levelled_by
        stands = [target.levelled_by, *sorted(self.stored.items())]
        self.seen_now = hashlib.sha256(repr(stands).encode()).hexdigest()[:20]
        names = self._names()
        today = target.agreement.centre.today()
        # A day gone by without a step needs none now.
        for day in sorted({*(day for day in names if day >= today), *self.stored}):
            text = names.get(day) or formats.date_format(day, "j M Y")
            self.fields[f"on_{day:%Y_%m_%d}"] = forms.IntegerField(
                label=text,
                required=False,
                min_value=0,
                max_value=500,
                initial=self.stored.get(day),
            )
        days = sorted(name for name in self.fields if name.startswith("on_"))
        self.order_fields([*days, "more_on", "more_starts", "levelled_by"])

    def _names(self) -> dict[date, str]:
        """{intake day: name} within the target's years."""
        agreement = self.target.agreement
        rows = Intake.objects.filter(
            centre=agreement.centre_id,
            track__kind=self.target.kind,
            starts_on__range=(agreement.starts_on, self.target.by),
        )
        return {day: name for day, name in rows.values_list("starts_on", "name") if day}

    def clean_levelled_by(self):
        day, target = self.cleaned_data["levelled_by"], self.target
        if day and not target.starts_on < day <= target.by:
            raise forms.ValidationError(
                _("Choose a day after %(first)s and up to %(last)s, when the target is due.")
                % {
                    "first": formats.date_format(target.starts_on, "j M Y"),
                    "last": formats.date_format(target.by, "j M Y"),
                }
            )
        return day

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("more_starts")) != bool(cleaned.get("more_on")):
            self.add_error("more_on", _("Give both the day and how many start on it."))
        seen = self.data.get("seen")
        if not self.errors and seen and seen != self.seen_now and not self._stands():
            self.overtaken = True
            now = ", ".join(f"{day:%Y-%m-%d}: {n}" for day, n in self._now()) or "–"
            self.add_error(
                None,
                _(
                    "Somebody changed the plan after you opened it. It now says: %(now)s. "
                    "Your numbers are still below: save again to put them in."
                )
                % {"now": now},
            )
        return cleaned

    def _stands(self) -> bool:
        """Whether what was typed is what is stored: the same form sent twice."""
        same_day = self.cleaned_data["levelled_by"] == self.target.levelled_by
        return same_day and self.steps() == self._now()

    def _now(self) -> list[Step]:
        return sorted(self.stored.items())

    def steps(self) -> list[Step]:
        """The staircase as typed."""
        plan = {
            date(*(int(part) for part in name[3:].split("_"))): n
            for name, n in self.cleaned_data.items()
            if name.startswith("on_") and n
        }
        if self.cleaned_data.get("more_starts"):
            day = self.cleaned_data["more_on"]
            plan[day] = plan.get(day, 0) + self.cleaned_data["more_starts"]
        return sorted(plan.items())

    def save(self) -> None:
        wanted = dict(self.steps())
        log_plan(self.target, self.stored, wanted)
        if self.target.levelled_by != self.cleaned_data["levelled_by"]:
            self.target.levelled_by = self.cleaned_data["levelled_by"]
            self.target.save(update_fields=["levelled_by"])
        for step in self.target.plan.all():
            if step.on not in wanted:
                step.delete()
            elif (starts := wanted.pop(step.on)) != step.starts:
                step.starts = starts
                step.save(update_fields=["starts"])
            # One at a time, so that the audit log has each.
        for day, starts in wanted.items():
            PlannedIntake.objects.create(target=self.target, on=day, starts=starts)
