from django.urls import path

from duban.web.overview import brief, calendar, programme, unit, year

urlpatterns = [
    path("year/", year.year, name="year"),
    path("year/seen", year.seen, name="year-seen"),
    path("year/brief", brief.brief, name="year-brief"),
    path("year/brief.<str:format>", brief.brief_file, name="year-brief-file"),
    path("year/programmes/<int:pk>/", programme.programme, name="year-programme"),
    path("year/units/<int:pk>/", unit.unit, name="year-unit"),
    path("calendar/", calendar.calendar, name="calendar"),
]
