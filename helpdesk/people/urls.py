"""Addresses of the pages for people and teams, below /desk/."""

from django.urls import path

from helpdesk.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/new/", views.person, name="person_new"),
    path("people/<int:pk>/", views.person, name="person"),
    path("teams/", views.teams, name="teams"),
    path("teams/new/", views.team, name="team_new"),
    path("teams/<int:pk>/", views.team, name="team"),
]
