"""All addresses of the desk."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("helpdesk.people.account_urls")),
    path("desk/", include("helpdesk.people.urls")),
]
