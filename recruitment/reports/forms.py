"""What is typed about reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from recruitment.reports.periods import Quarter


class BeginForm(forms.Form):
    """Which quarter a new report is about; `periods` are those offered."""

    def __init__(self, *args, periods: list[Quarter], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"] = forms.TypedChoiceField(
            label=_("Quarter"),
            coerce=Quarter.read,
            choices=[(one.code, str(one)) for one in periods],
        )


class PublishForm(forms.Form):
    """`figures` is the digest of what was looked at: nobody signs what they have not seen."""

    figures = forms.CharField(max_length=16, widget=forms.HiddenInput)
    overtaken = False
