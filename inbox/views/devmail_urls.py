"""Addresses of the mailbox page."""

from django.urls import path

from inbox.views import devmail

urlpatterns = [
    path("", devmail.mailbox, name="devmail"),
    path("<str:name>/", devmail.mail, name="devmail_mail"),
]
