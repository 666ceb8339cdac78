"""Addresses of this capability."""

from django.urls import path

from recruitment.imports import column_views, encoding_views, row_views, views

_one = "imports/<int:pk>"
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/template.csv", views.template, name="import-template"),
    path(f"{_one}/", views.one_import, name="import"),
    path(f"{_one}/columns/", column_views.import_columns, name="import-columns"),
    path(f"{_one}/encoding/", encoding_views.import_encoding, name="import-encoding"),
    path(f"{_one}/rows/", row_views.import_rows, name="import-rows"),
    path(f"{_one}/rows/mend/", row_views.import_mend, name="import-mend"),
    path(f"{_one}/rows/decide/", row_views.import_decide, name="import-decide"),
    path(f"{_one}/run/", row_views.import_run, name="import-run"),
    path(f"{_one}/result/", views.import_result, name="import-result"),
    path(f"{_one}/rows-to-fix.csv", views.import_rejected, name="import-rejected"),
    path(f"{_one}/undo/", views.import_undo, name="import-undo"),
    path(f"{_one}/again/", views.import_again, name="import-again"),
    path(f"{_one}/discard/", views.import_discard, name="import-discard"),
]
