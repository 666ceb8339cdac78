"""Addresses of the app; each capability brings its own."""

from django.urls import path

from recruitment.api.page_urls import urlpatterns as beside_the_api
from recruitment.assessment.urls import urlpatterns as assessment
from recruitment.board.urls import urlpatterns as board
from recruitment.dashboard.urls import urlpatterns as forecast
from recruitment.dashboard.views import dashboard
from recruitment.documents.urls import urlpatterns as documents
from recruitment.duplicates.urls import urlpatterns as duplicates
from recruitment.enrolment.urls import urlpatterns as enrolment
from recruitment.exports.urls import urlpatterns as exports
from recruitment.figures.urls import urlpatterns as figures
from recruitment.funding.urls import urlpatterns as funding
from recruitment.imports.urls import urlpatterns as imports
from recruitment.messages.urls import urlpatterns as messages
from recruitment.moves.urls import urlpatterns as moves
from recruitment.offers.urls import urlpatterns as offers
from recruitment.office.urls import urlpatterns as office
from recruitment.placements.urls import urlpatterns as placements
from recruitment.referees.urls import urlpatterns as referees
from recruitment.register.urls import urlpatterns as register
from recruitment.reports.front import published_page
from recruitment.reports.urls import urlpatterns as reports
from recruitment.seats.urls import urlpatterns as seats
from recruitment.talent.urls import urlpatterns as talent
from recruitment.tasks.urls import urlpatterns as tasks

app_name = "recruitment"
urlpatterns = [
    # Who may see no live figure sees the last report, of which the dashboard knows nothing.
    path("", dashboard, {"published": published_page}, name="dashboard"),
    *forecast, *register, *documents, *duplicates, *moves, *assessment, *offers, *board, *seats,
    *enrolment, *figures, *funding, *messages, *placements, *referees, *tasks,
    # Exports before settings, whose lists have an address each.
    *talent, *reports, *imports, *exports, *office, *beside_the_api,
]  # fmt: skip
