"""Sign-in, password and two-factor pages, by django-allauth."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
