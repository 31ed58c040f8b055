"""Addresses of the reusable answers, below /desk/answers/."""

from django.urls import path

from helpdesk.answers.views import editor, gaps, history, language, life, shown, snippets, transfer, work

urlpatterns = [
    path("", shown.answers, name="answers"),
    path("new/", editor.edit, name="answer_new"),
    path("new/draft/<slug:language>/", work.draft, name="answer_new_draft"),
    path("new/discard/", work.discard, name="answer_new_discard"),
    path("late/", shown.late, name="answers_late"),
    path("rules/", life.rules, name="answer_rules"),
    path("import/", transfer.start, name="answers_import"),
    path("import/<int:pk>/", transfer.run, name="answers_import_run"),
    path("import/<int:pk>/progress/", transfer.progress, name="answers_import_progress"),
    path("import/<int:pk>/write/", transfer.write, name="answers_import_write"),
    path("export/<slug:kind>/", transfer.export, name="answers_export"),
    path("missing/", gaps.missing, name="answers_missing"),
    path("missing/<int:pk>/done/", gaps.settle, name="gap_settle"),
    path("<int:pk>/needed/<slug:language>/", gaps.needed, name="answer_needed"),
    path("preview/<slug:language>/", editor.preview, name="answer_preview"),
    path("check/<slug:language>/", language.check, name="answer_check"),
    path("snippets/", snippets.listed, name="snippets"),
    path("snippets/new/", snippets.edit, name="snippet_new"),
    path("snippets/<int:pk>/", snippets.edit, name="snippet"),
    path("<int:pk>/", shown.answer, name="answer"),
    path("<int:pk>/edit/", editor.edit, name="answer_edit"),
    path("<int:pk>/draft/<slug:language>/", work.draft, name="answer_draft"),
    path("<int:pk>/discard/", work.discard, name="answer_discard"),
    path("<int:pk>/here/", work.here, name="answer_here"),
    path("<int:pk>/comments/", work.comment, name="answer_comment"),
    path("<int:pk>/comments/<int:number>/", work.resolve, name="answer_comment_resolve"),
    path("<int:pk>/state/", life.state, name="answer_state"),
    path("<int:pk>/confirm/<slug:language>/", life.confirm, name="answer_confirm"),
    path("<int:pk>/checked/", life.checked, name="answer_checked"),
    path("<int:pk>/history/<slug:language>/", shown.history, name="answer_history"),
    path("<int:pk>/history/<slug:language>/restore/", history.restore, name="answer_restore"),
]
