"""All addresses of the desk."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from helpdesk.people import language
from helpdesk.views import style_guide
from inbox.views import ask
from inbox.views.hooks import hook

urlpatterns: list[URLPattern | URLResolver] = [
    path("", ask.home, name="home"),
    path("language/", language.choose, name="set_language"),
    path("account/", include("helpdesk.people.account_urls")),
    path("desk/answers/", include("helpdesk.answers.urls")),
    path("desk/directory/", include("helpdesk.answers.body_urls")),
    path("desk/", include("helpdesk.people.urls")),
    path("desk/", include("inbox.views.token_urls")),
    path("desk/", include("inbox.views.account_urls")),
    path("desk/", include("inbox.views.incident_urls")),
    path("desk/", include("inbox.views.classifier_urls")),
    path("desk/", include("inbox.views.recall_urls")),
    path("desk/", include("inbox.views.desk_urls")),
    path("hooks/<int:pk>/", hook, name="hook"),
    path("api/v1/accounts/<int:pk>/messages", hook, name="account_messages"),
    path("api/v1/", include("inbox.api.urls")),
    path("", include("inbox.views.citizen_urls")),
]
if settings.DEBUG:
    urlpatterns += [path("dev/mail/", include("inbox.views.devmail_urls")), path("dev/style/", style_guide, name="style_guide")]
