"""Addresses of the app; each capability brings its own."""

from recruitment.board.urls import urlpatterns as board
from recruitment.dashboard.urls import urlpatterns as dashboard
from recruitment.enrolment.urls import urlpatterns as enrolment
from recruitment.moves.urls import urlpatterns as moves
from recruitment.office.urls import urlpatterns as office
from recruitment.register.urls import urlpatterns as register
from recruitment.seats.urls import urlpatterns as seats

app_name = "recruitment"
urlpatterns = [*dashboard, *register, *moves, *board, *seats, *enrolment, *office]
