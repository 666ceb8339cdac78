"""Addresses of the candidates list, its saved views and its bulk steps."""

from django.urls import path

from recruitment.register import bulk_views, list_views, views_saved

urlpatterns = [
    path("candidates/", list_views.candidates, name="candidates"),
    path("candidates/filters/", list_views.candidates_filters, name="candidates-filters"),
    path("candidates/columns/", list_views.candidates_columns, name="candidates-columns"),
    path("candidates/views/add/", views_saved.saved_view_add, name="saved-view-add"),
    path(
        "candidates/views/<int:pk>/delete/", views_saved.saved_view_delete, name="saved-view-delete"
    ),
    path("applications/bulk/", bulk_views.applications_bulk, name="applications-bulk"),
    path(
        "applications/bulk/undo/",
        bulk_views.applications_bulk_undo,
        name="applications-bulk-undo",
    ),
]
