from django.urls import path

from duban.web.ratings import views

urlpatterns = [
    path("", views.ratings, name="ratings"),
    path("export", views.ratings_export, name="ratings-export"),
    path("by/<int:pk>/", views.rating_by, name="rating-by"),
    path("by/<int:pk>/reply", views.rating_reply, name="rating-reply"),
    path("by/<int:pk>/withdraw", views.rating_withdraw, name="rating-withdraw"),
    path("<int:period>/<int:matter>/<int:unit>/", views.rating, name="rating"),
    path("<int:period>/<int:matter>/<int:unit>/give", views.rating_give, name="rating-give"),
]
