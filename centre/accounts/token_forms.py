"""What one says about a token or a calendar link before it is made."""

from datetime import timedelta
from typing import cast
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Membership, User
from centre.accounts.policy import MATRIX
from centre.accounts.tokens import OF_PROGRAMS, AccessToken, Scope

DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("A year"))]


class AccessForm(forms.Form):
    """`action`: what a role must allow to be acted as."""

    action = ""
    form = forms.UUIDField(widget=forms.HiddenInput)
    membership = forms.ChoiceField(label=_("Acts as"))

    def __init__(self, *args, user: User, centre_id: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = {str(one.pk): one for one in user.held if one.role in MATRIX[self.action]}
        self.fields["form"].initial = uuid4
        acting = cast(forms.ChoiceField, self.fields["membership"])
        acting.choices = [(pk, _acting(one)) for pk, one in self.held.items()]
        here = [pk for pk, one in self.held.items() if one.centre_id == centre_id]
        acting.initial = next(iter(here), None)

    @property
    def acts_as(self) -> Membership:
        return self.held[self.cleaned_data["membership"]]


class TokenForm(AccessForm):
    action = "make_token"
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Which program uses it, such as “Wall display”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may"),
        choices=[(one.value, one.label) for one in OF_PROGRAMS],
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.FIGURES],
        help_text=_("Within this, what your role may and no more."),
        error_messages={"required": _("Choose at least one.")},
    )
    days = forms.TypedChoiceField(label=_("Ends after"), choices=DAYS, coerce=int, initial=90)
    field_order = ["form", "name", "membership", "scopes", "days"]

    def clean_scopes(self):
        chosen = set(self.cleaned_data["scopes"])
        # What was added or moved is shown in the answer.
        if Scope.WRITE in chosen:
            chosen.add(Scope.PEOPLE)
        return [one.value for one in OF_PROGRAMS if one in chosen]

    def save(self) -> tuple[AccessToken, str]:
        typed = self.cleaned_data
        return AccessToken.make(
            self.acts_as,
            name=typed["name"],
            scopes=typed["scopes"],
            expires_at=timezone.now() + timedelta(days=typed["days"]),
            form=typed["form"],
        )


class CalendarForm(AccessForm):
    action = "make_calendar_link"

    def save(self) -> tuple[AccessToken, str]:
        return AccessToken.make(
            self.acts_as,
            name=str(self.acts_as.centre)[:80],
            scopes=[Scope.CALENDAR],
            expires_at=None,
            form=self.cleaned_data["form"],
        )


def _acting(one: Membership) -> str:
    return f"{one.get_role_display()}, {one.centre}"
