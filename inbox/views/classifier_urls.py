"""Addresses of the leads' page about the classifier, below /desk/."""

from django.urls import path

from inbox.views import classifier

urlpatterns = [
    path("classifier/", classifier.classifier, name="classifier"),
    path("classifier/training/", classifier.progress, name="classifier_training"),
    path("classifier/train/", classifier.train, name="classifier_train"),
    path("classifier/trust/<int:pk>/", classifier.trust, name="classifier_trust"),
    path("classifier/precision/", classifier.aim, name="classifier_precision"),
    path("classifier/version/<int:pk>/", classifier.use, name="classifier_version"),
]
