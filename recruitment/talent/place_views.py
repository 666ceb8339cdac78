"""Where a school is: the list of those nobody said it of, and the form that says it for one."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from centre.accounts.middleware import fetch
from centre.web.sheet import form_page, saved
from centre.web.views import require
from recruitment.candidates.institutions import country_of
from recruitment.candidates.models import Candidate, EducationRecord
from recruitment.talent.places import say_where, schools, unplaced

PAGE = 50


class PlaceForm(forms.ModelForm):
    class Meta:
        model = EducationRecord
        fields = ["country"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].required = True


@require_safe
def places(request):
    """The schools of one's own people whose place is not known."""
    require(request, "edit_candidate")
    found = Paginator(schools(request.user, request.centre), PAGE)
    page = found.get_page(request.GET.get("page"))
    return render(request, "recruitment/talent/places.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def place(request, pk):
    """The school of one degree: said once, it holds for everybody who studied there."""
    fetch(request, Candidate.objects.filter(education=pk))
    require(request, "edit_candidate")
    rows = unplaced(request.user, request.centre)
    institution = rows.filter(pk=pk).values_list("institution", flat=True).first()
    if not institution:
        raise Http404
    n = rows.filter(institution=institution).values("candidate").distinct().count()
    known = country_of(institution)
    form = PlaceForm(request.POST or None, initial={"country": known})
    home = reverse("recruitment:flow-places")
    if form.is_valid():
        country = form.cleaned_data["country"]
        say_where(request.user, request.centre, institution, country)
        return saved(request, home, _("%(name)s has its place.") % {"name": institution})
    people = ngettext(
        "It holds for %(n)d person on whose degree no place is noted; a place that is noted stays.",
        "It holds for %(n)d people on whose degrees no place is noted; places that are noted stay.",
        n,
    )
    return form_page(
        request,
        form,
        title=_("Where is %(name)s?") % {"name": institution},
        back_url=home,
        back_label=_("Schools without a place"),
        lead=people % {"n": n},
    )
