"""Pages of the project itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component of the design (DEBUG only)."""
    return render(request, "style.html")
