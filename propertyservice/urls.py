"""Every page's address; each package keeps its own list (DESIGN 4)."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("propertyservice.workbench.urls")),
    path("", include("propertyservice.oversight.urls")),
    path("", include("propertyservice.ui.urls")),
    path("", include("propertyservice.organisation.urls")),
    path("rules/", include("propertyservice.policy.urls")),
    path("files/", include("propertyservice.files.urls")),
    path("exports/", include("propertyservice.spreadsheets.urls")),
    path("repairs/", include("repairs.urls")),
    path("complaints/", include("complaints.urls")),
    path("callbacks/", include("callbacks.urls")),
    path("fees/", include("fees.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "propertyservice.ui.errors.bad_request"
handler500 = "propertyservice.ui.errors.server_error"
