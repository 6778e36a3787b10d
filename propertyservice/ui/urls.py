"""Switches of the shell, saved views, and (in DEBUG) the sheet of parts."""

from django.conf import settings
from django.urls import path
from django.views.i18n import set_language

from propertyservice.ui import views

urlpatterns = [
    path("language/", views.language(set_language), name="set_language"),
    path("theme/", views.theme, name="theme"),
    path("office/", views.choose_office, name="choose-office"),
    path("more/", views.more, name="more"),
    path("account/keyboard/", views.keyboard, name="keyboard"),
    path("views/save/", views.save_view, name="save-view"),
    path("views/<int:pk>/delete/", views.delete_view, name="delete-view"),
]
if settings.DEBUG:
    urlpatterns.append(path("parts/", views.parts, name="parts"))
