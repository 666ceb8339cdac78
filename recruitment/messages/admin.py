"""E-mails, to be looked at: they are written, released and settled on the pages."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from centre.web.owned_admin import OwnFilter, ReadOnlyAdmin
from recruitment.messages import blocked
from recruitment.messages.models import Message, MessageFile, Reply
from recruitment.messages.texts import MailText


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    personal = True
    list_display = ["subject", "kind", "candidate", "state", "tries", "created_at", "sent_at"]
    list_filter = ["state", ("centre", OwnFilter)]
    list_select_related = ["candidate"]
    search_fields = ["=to", "=message_id"]
    exclude = ["body"]
    readonly_fields = ["shown_text"]

    def changelist_view(self, request, extra_context=None):
        if said := blocked.problem():
            words = _("No e-mail leaves. The mail server says: %(said)s. See EMAIL_URL and "
                      "DEFAULT_FROM_EMAIL.")  # fmt: skip
            messages.warning(request, words % {"said": said})
        return super().changelist_view(request, extra_context)

    @admin.display(description=_("text"))
    def shown_text(self, message):
        return message.text


@admin.register(MessageFile)
class MessageFileAdmin(ReadOnlyAdmin):
    personal = True
    centre_path = "message__centre"
    list_display = ["name", "message", "content_type"]
    list_select_related = ["message"]
    exclude = ["content"]


@admin.register(Reply)
class ReplyAdmin(ReadOnlyAdmin):
    personal = True
    centre_path = "message__centre"
    list_display = ["subject", "sender", "message", "received_at"]
    list_select_related = ["message"]


@admin.register(MailText)
class MailTextAdmin(ReadOnlyAdmin):
    list_display = ["kind", "language", "centre", "subject"]
    list_filter = ["kind", ("centre", OwnFilter)]
    list_select_related = ["centre"]
