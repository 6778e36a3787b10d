"""Receipt books."""

from django.urls import path

from fees.views import books

# /fees/
urlpatterns = [
    path("books/", books.index, name="books"),
    path("books/spoil/", books.spoil, name="spoil"),
    path("books/<int:pk>/return/", books.take_back, name="book-return"),
]
