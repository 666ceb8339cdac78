"""Addresses of this capability."""

from django.urls import path

from recruitment.reports import file_views, views

_one = "reports/sponsor/<slug:period>"
urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/add/", views.report_add, name="report-add"),
    path(f"{_one}/", views.report, name="report"),
    path(f"{_one}/publish/", views.report_publish, name="report-publish"),
    path(f"{_one}/delete/", views.report_delete, name="report-delete"),
    path(f"{_one}/pdf/", file_views.report_pdf_made, name="report-pdf-made"),
    path(f"{_one}.pdf", file_views.report_pdf, name="report-pdf"),
    path(f"{_one}.xlsx", file_views.report_xlsx, name="report-xlsx"),
]
