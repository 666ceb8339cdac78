"""What staff type of e-mails: one to a candidate, and the texts all of them start from."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.organisation.models import Centre
from centre.web.forms import Compared
from recruitment.candidates.models import Candidate
from recruitment.messages.kinds import LETTER, OF_CANDIDATES, Kind, beginnings
from recruitment.messages.many import Circle, Texts, texts_in
from recruitment.messages.texts import NAMED, MailText, insist_on_places

BODY = forms.Textarea(attrs={"rows": 14})


class WordsForm(forms.Form):
    """To an address on record, and to no other."""

    to = forms.ChoiceField(label=_("To"))
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=20_000, widget=BODY)

    def __init__(self, data=None, *, candidate: Candidate, initial=None):
        super().__init__(data, initial=initial)
        cast(forms.ChoiceField, self.fields["to"]).choices = [
            (one, one) for one in candidate.emails
        ]


class LetterForm(WordsForm):
    token = forms.UUIDField(widget=forms.HiddenInput)  # sent twice it is one e-mail


class ToldForm(WordsForm):
    about = forms.CharField(widget=forms.HiddenInput)  # what its sender saw was done, and no later


class ManyForm(forms.Form):
    """One e-mail to each of many: a subject and a text in every language that is among them."""

    token = forms.UUIDField(widget=forms.HiddenInput)  # sent twice it is once each
    kind = forms.ChoiceField(label=_("Begin with"), required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("Each candidate's own")), *NAMED],
    )

    def __init__(self, data=None, *, circle: Circle, centre: Centre, initial=None):
        super().__init__(data, initial=initial)
        known = {one.slug: one for one in beginnings()}
        kinds = cast(forms.ChoiceField, self.fields["kind"])
        kinds.choices = [(slug, one.title) for slug, one in known.items()]
        # Which texts there are follows from these two, checked or not.
        self.begun = known.get(str(self["kind"].value() or ""), LETTER)
        asked = str(self["language"].value() or "")
        self.only = asked if asked in dict(NAMED) else ""
        self.languages = circle.languages(self.only)
        self.stored = texts_in(self.begun, centre, self.languages)
        for code, (subject, body) in self.stored.items():
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject"), max_length=200, initial=subject
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=_("Text"), max_length=20_000, initial=body, widget=BODY
            )

    @property
    def by_language(self):
        """(code, its name, the two fields)."""
        for code in self.languages:
            yield code, dict(NAMED)[code], self[f"subject_{code}"], self[f"body_{code}"]

    @property
    def texts(self) -> Texts:
        """As typed, or as the form shows them."""
        return {
            code: (str(subject.value() or ""), str(body.value() or ""))
            for code, _name, subject, body in self.by_language
        }

    def clean(self):
        cleaned = super().clean()
        for name, text in list(cleaned.items()):
            if name.startswith(("subject_", "body_")):
                try:
                    insist_on_places(text, OF_CANDIDATES)
                except forms.ValidationError as wrong:
                    self.add_error(name, wrong)
        for code, (_subject, body) in self.stored.items():
            typed = cleaned.get(f"body_{code}", "")
            if self.begun is LETTER and typed.split() == body.split():
                self.add_error(f"body_{code}", _("It says nothing yet. Write the text."))
        return cleaned


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
        subject = self._checked("subject")
        if "{link}" in subject:
            raise forms.ValidationError(
                _(
                    "“{link}” opens a private page, and a subject is read by others too. Put it "
                    "into the text."
                )
            )
        return subject

    def clean_body(self):
        body = self._checked("body")
        if "link" in self.kind.places and "{link}" not in body:
            raise forms.ValidationError(
                _("Without “{link}” nobody could answer this e-mail. Put it where it belongs.")
            )
        return body
