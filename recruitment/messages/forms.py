"""What staff type of e-mails: one to a candidate, and the texts all of them start from."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.web.forms import Compared
from recruitment.candidates.models import Candidate
from recruitment.messages.kinds import Kind
from recruitment.messages.texts import MailText, insist_on_places

BODY = forms.Textarea(attrs={"rows": 14})


class LetterForm(forms.Form):
    """To an address on record, and to no other."""

    token = forms.UUIDField(widget=forms.HiddenInput)  # sent twice it is one e-mail
    to = forms.ChoiceField(label=_("To"))
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=20_000, widget=BODY)

    def __init__(self, data=None, *, candidate: Candidate, initial=None):
        super().__init__(data, initial=initial)
        cast(forms.ChoiceField, self.fields["to"]).choices = [
            (one, one) for one in candidate.emails
        ]


class TextForm(Compared, forms.ModelForm):
    fixed = ("centre", "kind", "language")

    class Meta:
        model = MailText
        fields = ["subject", "body"]
        widgets = {"body": BODY}

    def __init__(self, *args, kind: Kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def _checked(self, name):
        insist_on_places(self.cleaned_data[name], self.kind.places)
        return self.cleaned_data[name]

    def clean_subject(self):
        return self._checked("subject")

    def clean_body(self):
        return self._checked("body")
