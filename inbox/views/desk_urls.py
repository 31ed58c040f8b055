"""Addresses of the live inbox, below /desk/."""

from django.urls import path

from inbox.views import desk, question

Q = "q/<str:reference>/"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("search", desk.found, name="search"),
    path("view/<str:view>/", desk.desk, name="desk_view"),
    path("view/<str:view>/rows/", desk.rows, name="desk_rows"),
    path(Q, question.question, name="question"),
    path(f"{Q}reply/", question.reply, name="reply"),
    path(f"{Q}reply/<int:pk>/undo/", question.undo, name="undo"),
    path(f"{Q}delivery/<int:pk>/retry/", question.retry, name="retry"),
    path(f"{Q}preview/", question.preview, name="preview"),
    path(f"{Q}draft/", question.draft, name="draft"),
    path(f"{Q}wording/<int:pk>/", question.insertion, name="insertion"),
    path(f"{Q}answers/", question.answers, name="question_answers"),
    path(f"{Q}claim/", question.claim, name="claim"),
    path(f"{Q}release/", question.release, name="release"),
    path(f"{Q}assign/", question.assign, name="assign"),
    path(f"{Q}move/", question.move, name="move"),
    path(f"{Q}state/", question.state, name="state"),
    path(f"{Q}tags/", question.tags, name="tags"),
    path(f"{Q}note/", question.note, name="note"),
    path(f"{Q}file/<int:pk>/", question.attachment, name="question_file"),
]
