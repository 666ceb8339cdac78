"""What an end closes: nobody is invited to, asked or written to for an application that is over."""

from django.utils.translation import gettext as _

from centre.web.refusal import Refused
from recruitment.pipeline.models import Application


def insist_on_open(application: Application) -> None:
    """Raise Refused if it ended or led to a start, and hold it open until the transaction ends: a
    form opened before a colleague closed it finds that out, and who closes waits for who asks."""
    now = Application.objects.select_for_update(no_key=True).only("status").get(pk=application.pk)
    if words := over(now):
        raise Refused(words)


def over(application: Application) -> str:
    """That it is not open any more, in a sentence; "" while it is."""
    if application.is_active:
        return ""
    words = _("This application is not open any more: %(status)s.")
    return words % {"status": application.get_status_display()}
