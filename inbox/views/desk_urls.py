"""Addresses of the live inbox, below /desk/."""

from django.urls import path

from inbox.views import aside, beside, desk, inserting, mail_page, question, question_files, question_work, referrals, why

Q = "q/<str:reference>/"

urlpatterns = [
    path("", desk.start, name="desk"),
    path("search", desk.found, name="desk_search"),
    path("presence/", desk.presence, name="presence"),
    path("view/<str:view>/", desk.desk, name="desk_view"),
    path("view/<str:view>/rows/", desk.rows, name="desk_rows"),
    path(Q, question.question, name="question"),
    path(f"{Q}pane/", question.pane, name="pane"),
    path(f"{Q}thread/", question.thread, name="thread"),
    path(f"{Q}beside/", beside.beside, name="beside"),
    path(f"{Q}reply/", question.reply, name="reply"),
    path(f"{Q}reply/<int:pk>/undo/", question.undo, name="undo"),
    path(f"{Q}delivery/<int:pk>/retry/", question.retry, name="retry"),
    path(f"{Q}delivery/<int:pk>/settle/", question.settle, name="settle"),
    path(f"{Q}reply/files/", question_files.choose, name="reply_files"),
    path(f"{Q}preview/", question.preview, name="preview"),
    path(f"{Q}draft/", question.draft, name="draft"),
    path(f"{Q}wording/<int:pk>/", inserting.insertion, name="insertion"),
    path(f"{Q}snippet/<int:pk>/", inserting.snippet, name="snippet_insertion"),
    path(f"{Q}answers/", question.answers, name="question_answers"),
    path(f"{Q}answers/all/", aside.put_back, name="put_back"),
    path(f"{Q}answers/<int:pk>/aside/", aside.set_aside, name="set_aside"),
    path(f"{Q}file/<int:pk>/", question_files.attachment, name="question_file"),
    path(f"{Q}what-if/", why.what_if, name="what_if"),
    path(f"{Q}precedents/", why.precedents, name="precedents"),
    path(f"{Q}claim/", question_work.claim, name="claim"),
    path(f"{Q}release/", question_work.release, name="release"),
    path(f"{Q}assign/", question_work.assign, name="assign"),
    path(f"{Q}move/", question_work.move, name="move"),
    path(f"{Q}care/", question_work.care, name="care"),
    path(f"{Q}state/", question_work.state, name="state"),
    path(f"{Q}tags/", question_work.tags, name="tags"),
    path(f"{Q}service/", question_work.service, name="service"),
    path(f"{Q}refer/<int:pk>/", referrals.refer, name="refer"),
    path(f"{Q}refer/<int:pk>/ask/", referrals.ask, name="refer_ask"),
    path(f"{Q}referral/<int:pk>/revoke/", referrals.revoke, name="referral_revoke"),
    path(f"{Q}note/", question_work.note, name="note"),
    path(f"{Q}language/", question_work.language, name="question_language"),
    path(f"{Q}promise/", question_work.promise, name="promise"),
    path(f"{Q}link/", question_work.revoke, name="revoke_link"),
    path(f"{Q}message/<int:pk>/page/", mail_page.mail_page, name="mail_page"),
    path(f"{Q}message/<int:pk>/reveal/", question_work.reveal, name="reveal"),
    path(f"{Q}message/<int:pk>/hide/", question_work.hide, name="hide"),
    path(f"{Q}citizen/<int:pk>/join/", question_work.merge, name="merge"),
    path(f"{Q}citizen/<int:pk>/part/", question_work.part, name="part"),
]
