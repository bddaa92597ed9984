from django.urls import path

from duban.web.reviews import joint, views

urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("accept", views.accept_many, name="review-accept-many"),
    path("joint/<int:line>/", joint.joint, name="review-joint"),
    path("<int:pk>/", views.review, name="review"),
    path("<int:pk>/lines/<int:line>", views.decide, name="review-line"),
    path("<int:pk>/accept", views.accept, name="review-accept"),
    path("<int:pk>/return", views.send_back, name="review-return"),
]
