"""Addresses of the reusable answers, below /desk/answers/."""

from django.urls import path

from helpdesk.answers.views import editor, gaps, language, snippets

urlpatterns = [
    path("", editor.answers, name="answers"),
    path("new/", editor.edit, name="answer_new"),
    path("missing/", gaps.missing, name="answers_missing"),
    path("missing/<int:pk>/done/", gaps.settle, name="gap_settle"),
    path("<int:pk>/needed/<slug:language>/", gaps.needed, name="answer_needed"),
    path("preview/<slug:language>/", editor.preview, name="answer_preview"),
    path("check/<slug:language>/", language.check, name="answer_check"),
    path("snippets/", snippets.listed, name="snippets"),
    path("snippets/new/", snippets.edit, name="snippet_new"),
    path("snippets/<int:pk>/", snippets.edit, name="snippet"),
    path("<int:pk>/", editor.answer, name="answer"),
    path("<int:pk>/edit/", editor.edit, name="answer_edit"),
    path("<int:pk>/state/", editor.state, name="answer_state"),
    path("<int:pk>/history/<slug:language>/", editor.history, name="answer_history"),
    path("<int:pk>/history/<slug:language>/restore/", editor.restore, name="answer_restore"),
]
