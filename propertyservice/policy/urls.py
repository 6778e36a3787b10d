from django.urls import path

from propertyservice.policy import views

# /rules/
urlpatterns = [
    path("", views.rules, name="rules"),
    path("to-confirm/", views.to_confirm, name="rules-to-confirm"),
]
