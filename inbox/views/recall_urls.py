"""Addresses of where answers went and of recalls, below /desk/."""

from django.urls import path

from inbox.views import recalls

urlpatterns = [
    path("answers/<int:pk>/sent/", recalls.sent, name="answer_sent"),
    path("answers/<int:pk>/recall/", recalls.open_recall, name="recall_open"),
    path("recalls/<int:pk>/", recalls.recall, name="recall"),
    path("recalls/<int:pk>/correction/", recalls.write, name="recall_write"),
]
