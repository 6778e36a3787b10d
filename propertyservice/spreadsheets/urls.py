from django.urls import path

from propertyservice.spreadsheets import views

app_name = "exports"

# /exports/
urlpatterns = [path("<uuid:name>/", views.progress_page, name="progress")]
