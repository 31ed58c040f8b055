"""Addresses of incidents and surges, below /desk/."""

from django.urls import path

from inbox.views import broadcasts, incidents

Q = "q/<str:reference>/"

urlpatterns = [
    path("surges/", incidents.surges_shown, name="surges"),
    path("surges/<int:pk>/dismiss/", incidents.dismiss, name="surge_dismiss"),
    path("surges/<int:pk>/restore/", incidents.restore, name="surge_restore"),
    path("surges/<int:pk>/join/", incidents.join_surge, name="surge_join"),
    path("incidents/", incidents.all_incidents, name="incidents"),
    path("incidents/new/", incidents.new, name="incident_new"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("incidents/<int:pk>/questions/", incidents.questions, name="incident_questions"),
    path("incidents/<int:pk>/close/", incidents.close, name="incident_close"),
    path("incidents/<int:pk>/answer/", broadcasts.write, name="broadcast_write"),
    path("broadcasts/<int:pk>/discard/", broadcasts.discard, name="broadcast_discard"),
    path("broadcasts/<int:pk>/approve/", broadcasts.approve, name="broadcast_approve"),
    path("broadcasts/<int:pk>/undo/", broadcasts.undo, name="broadcast_undo"),
    path("broadcasts/<int:pk>/retry/", broadcasts.retry, name="broadcast_retry"),
    path("broadcasts/<int:pk>/language/", broadcasts.add_language, name="broadcast_language"),
    path("broadcasts/<int:pk>/progress/", broadcasts.progress, name="broadcast_progress"),
    path(f"{Q}incident/", incidents.put_in, name="question_incident"),
    path(f"{Q}incident/out/", incidents.take_out, name="question_take_out"),
    path(f"{Q}twin/<int:pk>/", incidents.join_twin, name="twin"),
    path(f"{Q}twin/<int:pk>/part/", incidents.part_twin, name="twin_part"),
]
