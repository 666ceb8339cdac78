"""Tasks: written down and ticked on the pages."""

from django.contrib import admin

from centre.web.owned_admin import OwnFilter, ReadOnlyAdmin
from recruitment.tasks.models import Task


@admin.register(Task)
class TaskAdmin(ReadOnlyAdmin):
    personal = True
    list_display = ["what", "candidate", "owner", "due_on", "done_at"]
    list_filter = [("centre", OwnFilter)]
    list_select_related = ["candidate", "owner"]
    ordering = ["-pk"]
    sortable_by = []
