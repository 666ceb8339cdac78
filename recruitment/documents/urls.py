"""Addresses of this capability."""

from django.urls import path

from recruitment.documents import views, waiving_views

urlpatterns = [
    path("candidates/<int:pk>/documents/add/", views.documents_add, name="documents-add"),
    path(
        "applications/<int:pk>/documents/<int:kind>/waive/",
        waiving_views.document_waive,
        name="document-waive",
    ),
    path(
        "applications/<int:pk>/documents/<int:kind>/want/",
        waiving_views.document_want,
        name="document-want",
    ),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/version/", views.document_version, name="document-version"),
    path("documents/<int:pk>/edit/", views.document_edit, name="document-edit"),
    path("documents/<int:pk>/remove/", views.document_remove, name="document-remove"),
    path("documents/<int:pk>/restore/", views.document_restore, name="document-restore"),
    path("documents/files/<int:pk>/", views.document_file, name="document-file"),
    path("documents/files/<int:pk>/shown/", views.document_shown, name="document-shown"),
]
