"""Addresses of this capability."""

from django.urls import path

from recruitment.reports import file_views, monitoring_views, views

_one = "reports/sponsor/<slug:period>"
_year = "reports/monitoring/<int:year>"
urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/add/", views.report_add, name="report-add"),
    path(f"{_one}/", views.report, name="report"),
    path(f"{_one}/publish/", views.report_publish, name="report-publish"),
    path(f"{_one}/delete/", views.report_delete, name="report-delete"),
    path(f"{_one}/pdf/", file_views.report_pdf_made, name="report-pdf-made"),
    path(f"{_one}.pdf", file_views.report_pdf, name="report-pdf"),
    path(f"{_one}.xlsx", file_views.report_xlsx, name="report-xlsx"),
    path(f"{_year}/", monitoring_views.monitoring, name="monitoring"),
    path(f"{_year}.xlsx", monitoring_views.monitoring_xlsx, name="monitoring-xlsx"),
    path(f"{_year}.csv", monitoring_views.monitoring_csv, name="monitoring-csv"),
]
