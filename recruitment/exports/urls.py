"""Addresses of this capability."""

from django.urls import path

from recruitment.exports import centre_views, dossier_views, file_views, list_views

urlpatterns = [
    path("exports/<int:pk>/", file_views.export, name="export"),
    path("exports/<int:pk>/file/", file_views.export_file, name="export-file"),
    path("candidates/<int:pk>/dossier/", dossier_views.candidate_dossier, name="candidate-dossier"),
    path("settings/export/", centre_views.centre_export, name="centre-export"),
    # Not “exports/candidates/”: the menu takes that for a page of the candidates.
    path("exports/list-<slug:what>/", list_views.list_export, name="list-export"),
]
