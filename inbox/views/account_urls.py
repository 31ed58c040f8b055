"""Addresses of the accounts' pages and of what came in by them, below /desk/."""

from django.urls import path

from inbox.views import accounts, sources

urlpatterns = [
    path("accounts/", accounts.all_accounts, name="accounts"),
    path("accounts/new/<slug:kind>/", accounts.connect, name="connect_account"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/pause/", accounts.pause, name="pause_account"),
    path("accounts/<int:pk>/check/", accounts.check, name="check_account"),
    path("accounts/<int:pk>/test/", accounts.test, name="test_account"),
    path("received/", sources.kept, name="sources"),
    path("received/<int:pk>/again/", sources.again, name="source_again"),
    path("received/<int:pk>/", sources.source, name="source"),
]
