"""Addresses of the public API, below /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from inbox.api import answers, views

urlpatterns = [
    path("questions", views.Questions.as_view(), name="api_questions"),
    path("questions/<str:reference>", views.OneQuestion.as_view(), name="api_question"),
    path("answers", answers.Answers.as_view(), name="api_answers"),
    path("answers/<int:pk>", answers.OneAnswer.as_view(), name="api_answer"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(template_name="api/docs.html"), name="api_docs"),
]
