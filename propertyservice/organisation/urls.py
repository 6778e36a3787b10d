from django.urls import path

from propertyservice.organisation.views import gate, posts

urlpatterns = [
    path("login/", gate.login, name="login"),
    path("logout/", gate.logout, name="logout"),
    path("password/", gate.password_change, name="password_change"),
    path("password/done/", gate.password_change_done, name="password_change_done"),
    path("second-factor/", gate.second_factor, name="second-factor"),
    path("second-factor/codes/", gate.recovery_codes, name="second-factor-codes"),
    path("posts/", posts.post_list, name="posts"),
    path("posts/new/", posts.appoint, name="posts-appoint"),
    path("posts/<int:pk>/end/", posts.end, name="posts-end"),
    path("posts/<int:pk>/deputy/", posts.deputy, name="posts-deputy"),
    path("posts/<int:pk>/deputy/end/", posts.clear_deputy, name="posts-deputy-clear"),
]
