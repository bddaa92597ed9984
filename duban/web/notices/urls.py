from django.urls import path

from duban.web.notices import review, steps, views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("<int:pk>/", views.draft, name="notice-draft"),
    path("<int:pk>/original", views.original, name="notice-original"),
    path("<int:pk>/requeue", views.requeue, name="notice-requeue"),
    path("<int:pk>/again", views.again, name="notice-again"),
    path("<int:pk>/discard", views.discard, name="notice-discard"),
    path("<int:pk>/review", review.review, name="notice-review"),
    path("<int:pk>/items/<int:programme>/<int:item>", review.item, name="notice-item"),
    path("<int:pk>/items/<int:programme>/add", review.add_item, name="notice-add-item"),
    path("<int:pk>/frame", review.frame, name="notice-frame"),
    path("<int:pk>/shape", review.shape, name="notice-shape"),
    path("<int:pk>/answer", review.answer, name="notice-answer"),
    path("<int:pk>/undo", review.undo, name="notice-undo"),
    path("<int:pk>/redo", review.redo, name="notice-redo"),
    path("<int:pk>/units", steps.units, name="notice-units"),
    path("<int:pk>/rules", steps.rules, name="notice-rules"),
    path("<int:pk>/confirm", steps.confirm, name="notice-confirm"),
]
