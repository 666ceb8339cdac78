"""Going on without a document, and wanting it after all."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.accounts.middleware import fetch
from centre.web.sheet import form_page, leave, saved
from centre.web.toast import leave_toast
from centre.web.views import require
from recruitment.documents.forms import WaiveForm
from recruitment.documents.models import DocumentKind
from recruitment.documents.waiving import waive, want_again
from recruitment.pipeline.models import Application


def page_of(application_id: int) -> str:
    """Without a fragment: a dialog that leads to the page it stands on would not show it anew."""
    return reverse("recruitment:application", args=[application_id])


def _asked_of(request, pk: int, kind: int) -> tuple[Application, DocumentKind]:
    """The application, and a kind its track asks for: any other is not there."""
    application = fetch(request, Application.objects.select_related("candidate"), pk=pk)
    require(request, "waive_documents")
    asked = DocumentKind.objects.filter(requirements__track=application.track_id)
    return application, fetch(request, asked, pk=kind)


@require_http_methods(["GET", "HEAD", "POST"])
def document_waive(request, pk, kind):
    application, wanted = _asked_of(request, pk, kind)
    form = WaiveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        waive(application, wanted, reason=form.cleaned_data["reason"], by=request.user)
        undo = reverse("recruitment:document-want", args=[pk, kind])
        leave_toast(request, _("%(what)s is waived") % {"what": wanted}, undo_url=undo)
        return leave(request, page_of(pk))
    return form_page(
        request,
        form,
        title=_("Go on without: %(what)s") % {"what": wanted},
        lead=_("It then holds up no step of this application, and is not missed."),
        back_url=page_of(pk),
        back_label=str(application.candidate),
        submit=_("Waive"),
    )


@require_POST
def document_want(request, pk, kind):
    application, wanted = _asked_of(request, pk, kind)
    want_again(application, wanted, by=request.user)
    return saved(request, page_of(pk), _("%(what)s is asked for again.") % {"what": wanted})
