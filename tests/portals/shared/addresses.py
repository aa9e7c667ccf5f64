"""Addresses for these tests: the pattern page, and pages that end in trouble."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from consortia.portals.shared.pages.patterns import patterns


def trouble(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"{name}.html")


urlpatterns = [path("patterns/", patterns, name="patterns"), path("trouble/<str:name>/", trouble)]
