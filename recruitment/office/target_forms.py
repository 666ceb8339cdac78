"""A target, and the staircase of starts that should lead to it."""

import hashlib
from collections.abc import Iterable
from datetime import date

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.organisation.models import ResearchArea
from centre.targets.models import Agreement, PlannedArea, PlannedIntake, Target
from centre.targets.plan import Step
from centre.templatetags.cohort import full_day
from centre.web.forms import Compared, DayInput, PickedDays
from recruitment.office.staircase import AREAS, PLAN, log_plan
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


class OfTarget(forms.Form):
    """Numbers of a target's plan typed at once; whoever saves after somebody else is told."""

    overtaken = False
    layout = "dense"

    def __init__(self, *args, target: Target, **kwargs):
        super().__init__(*args, **kwargs)
        self.target = target

    def watch(self, stands) -> None:
        """Remember what stood when the page was opened."""
        self.seen_now = hashlib.sha256(repr(stands).encode()).hexdigest()[:20]

    def stands(self) -> bool:
        """Whether what was typed is what is stored: the same form sent twice."""
        raise NotImplementedError

    def told(self) -> str:
        """What is stored, in words."""
        raise NotImplementedError

    def refuse_if_overtaken(self) -> None:
        seen = self.data.get("seen")
        if not self.errors and seen and seen != self.seen_now and not self.stands():
            self.overtaken = True
            self.add_error(
                None,
                _(
                    "Somebody changed the plan after you opened it. It now says: %(now)s. "
                    "Your numbers are still below: save again to put them in."
                )
                % {"now": self.told() or "–"},
            )


class PlanForm(OfTarget):
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

    def __init__(self, *args, target: Target, **kwargs):
        super().__init__(*args, target=target, **kwargs)
        self.stored = dict(target.plan.values_list("on", "starts"))
        self.initial["levelled_by"] = target.levelled_by
        self.watch([target.levelled_by, *sorted(self.stored.items())])
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
        self.refuse_if_overtaken()
        return cleaned

    def stands(self) -> bool:
        same_day = self.cleaned_data["levelled_by"] == self.target.levelled_by
        return same_day and self.steps() == self._now()

    def told(self) -> str:
        return ", ".join(f"{full_day(day)}: {n}" for day, n in self._now())

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
        days = sorted({*self.stored, *wanted})
        log_plan(self.target, PLAN, _by_day(self.stored, days), _by_day(wanted, days))
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


def _by_day(plan: dict[date, int], days: Iterable[date]) -> dict[str, int]:
    return {formats.date_format(day, "j M Y"): plan.get(day, 0) for day in days}


class AreaPlanForm(OfTarget):
    """How many people each research area should bring. Empty or 0: no number of its own."""

    def __init__(self, *args, target: Target, **kwargs):
        super().__init__(*args, target=target, **kwargs)
        self.stored = dict(target.area_plan.values_list("area", "people"))
        self.watch(sorted(self.stored.items()))
        rows = ResearchArea.objects.filter(centre=target.agreement.centre_id)
        self.areas = [one for one in rows if one.retired_on is None or one.pk in self.stored]
        for area in self.areas:
            self.fields[f"area_{area.pk}"] = forms.IntegerField(
                label=area.name,
                required=False,
                min_value=0,
                max_value=500,
                initial=self.stored.get(area.pk),
            )

    def clean(self):
        cleaned = super().clean()
        self.refuse_if_overtaken()
        return cleaned

    def stands(self) -> bool:
        return self.numbers() == self.stored

    def told(self) -> str:
        return ", ".join(f"{name}: {n}" for name, n in self._named(self.stored).items())

    def numbers(self) -> dict[int, int]:
        """{area: people} as typed."""
        typed = {one.pk: self.cleaned_data.get(f"area_{one.pk}") for one in self.areas}
        return {area: n for area, n in typed.items() if n}

    def _named(self, numbers: dict[int, int]) -> dict[str, int]:
        return {one.name: numbers[one.pk] for one in self.areas if one.pk in numbers}

    def save(self) -> None:
        wanted = self.numbers()
        log_plan(self.target, AREAS, self._named(self.stored), self._named(wanted))
        for row in self.target.area_plan.all():
            if row.area_id not in wanted:
                row.delete()
            elif (people := wanted.pop(row.area_id)) != row.people:
                row.people = people
                row.save(update_fields=["people"])
            # One at a time, so that the audit log has each.
        for area, people in wanted.items():
            PlannedArea.objects.create(target=self.target, area_id=area, people=people)
