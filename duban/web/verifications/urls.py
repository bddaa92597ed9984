from django.urls import path

from duban.web.verifications import draws, views

urlpatterns = [
    path("", views.verifications, name="verifications"),
    path("export", views.verifications_export, name="verifications-export"),
    path("draws/new", draws.sample_new, name="sample-new"),
    path("draws/<int:pk>/", draws.sample, name="sample"),
    path("draws/<int:pk>/decide", draws.sample_decide, name="sample-decide"),
    path("<int:pk>/", views.verification, name="verification"),
    path("<int:pk>/object", views.verification_object, name="verification-object"),
    path("<int:pk>/decide", views.verification_decide, name="verification-decide"),
    path("<int:pk>/correct", views.verification_correct, name="verification-correct"),
]
