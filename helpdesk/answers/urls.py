"""Addresses of the reusable answers, below /desk/answers/."""

from django.urls import path

from helpdesk.answers import views

urlpatterns = [
    path("", views.answers, name="answers"),
    path("new/", views.edit, name="answer_new"),
    path("preview/<slug:language>/", views.preview, name="answer_preview"),
    path("<int:pk>/", views.answer, name="answer"),
    path("<int:pk>/edit/", views.edit, name="answer_edit"),
    path("<int:pk>/state/", views.state, name="answer_state"),
    path("<int:pk>/history/<slug:language>/", views.history, name="answer_history"),
    path("<int:pk>/history/<slug:language>/restore/", views.restore, name="answer_restore"),
]
