"""What is asked before two people become one: which page stays, which values, which application."""

from django import forms
from django.utils.translation import gettext_lazy as _

from recruitment.duplicates.compare import FIELDS, Pair
from recruitment.duplicates.merging import Choice


class MergeForm(forms.Form):
    """Drawn by _compare.html, side by side; a choice is asked only where values differ."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, pair: Pair, **kwargs):
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.seen_now = pair.digest
        self.people = [one.pk for one in pair.people]
        self.asked = [one for one in pair.lines if one.differs and one.name in FIELDS]
        sides = [(pk, str(one)) for pk, one in zip(self.people, pair.people, strict=True)]
        self.fields["kept"] = forms.TypedChoiceField(
            label=_("Which page stays"), coerce=int, choices=sides, initial=self.people[0]
        )
        for line in self.asked:
            self.fields[line.name] = forms.TypedChoiceField(
                label=line.label, coerce=int, choices=sides, initial=self.people[0]
            )
        for clash in pair.clashes:
            counts = [clash.fixed] if clash.fixed else clash.applications
            usual = clash.fixed or clash.usual
            self.fields[clash.name] = forms.TypedChoiceField(
                label=_("Which application counts"),
                coerce=int,
                choices=[(one.pk, str(one.stage)) for one in counts],
                initial=usual.pk,
            )
        for field in self.fields.values():
            field.error_messages |= {"required": _("Choose one of the two.")}

    @property
    def choice(self) -> Choice:
        chosen = self.cleaned_data
        gone = next(pk for pk in self.people if pk != chosen["kept"])
        aside = {
            one.pk
            for clash in self.pair.clashes
            for one in clash.applications
            if one.pk != chosen[clash.name]
        }
        values = {line.name: chosen[line.name] for line in self.asked}
        return Choice(chosen["kept"], gone, values, frozenset(aside))

    def sides(self):
        """(side, is it the page that stays) of both people."""
        chosen = str(self["kept"].value())
        return [(side, str(side.person.pk) == chosen) for side in self.pair.sides]

    def rows(self):
        """(line, the two options or none) for each line of which there is something to show."""
        for line in self.pair.lines:
            if any(line.shown):
                chosen = self[line.name].value() if line in self.asked else None
                sides = zip(self.people, line.shown, strict=True)
                yield line, [(pk, shown, str(pk) == str(chosen)) for pk, shown in sides]

    def clashes(self):
        """(clash, [(application, is it chosen)])."""
        for clash in self.pair.clashes:
            chosen = str(self[clash.name].value())
            yield clash, [(one, str(one.pk) == chosen) for one in clash.applications]
