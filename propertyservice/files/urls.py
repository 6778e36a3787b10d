from django.urls import path

from propertyservice.files import views

app_name = "files"

# /files/
urlpatterns = [
    path("<uuid:name>/", views.open_file, name="open"),
    path("<uuid:name>/small/", views.thumbnail, name="thumbnail"),
]
