"""Addresses of where answers went, of recalls, of the answers' figures, and of what becomes an answer, below /desk/."""

from django.urls import path

from inbox.views import answer_figures, recalls, reusing

urlpatterns = [
    path("answers/figures/", answer_figures.figures, name="answer_figures"),
    path("answers/figures/csv/", answer_figures.export, name="answer_figures_csv"),
    path("answers/<int:pk>/sent/", recalls.sent, name="answer_sent"),
    path("answers/<int:pk>/recalls/", recalls.listed, name="answer_recalls"),
    path("answers/<int:pk>/recall/", recalls.open_recall, name="recall_open"),
    path("recalls/<int:pk>/", recalls.recall, name="recall"),
    path("recalls/<int:pk>/correction/", recalls.write, name="recall_write"),
    path("q/<str:reference>/reusable/", reusing.reusable, name="question_reusable"),
]
