"""Addresses of the pages for API tokens, below /desk/."""

from django.urls import path

from inbox.views import tokens

urlpatterns = [
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
]
