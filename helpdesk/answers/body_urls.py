"""Addresses of the directory of administrations, below /desk/directory/."""

from django.urls import path

from helpdesk.answers.views import bodies

urlpatterns = [
    path("", bodies.listing, name="bodies"),
    path("new/", bodies.edit, name="body_new"),
    path("<int:pk>/", bodies.body, name="body"),
    path("<int:pk>/edit/", bodies.edit, name="body_edit"),
    path("<int:pk>/checked/", bodies.check, name="body_check"),
    path("<int:pk>/history/", bodies.history, name="body_history"),
    path("<int:pk>/history/restore/", bodies.restore, name="body_restore"),
]
