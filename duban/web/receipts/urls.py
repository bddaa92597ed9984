from django.urls import path

from duban.web.receipts import disputes, views

urlpatterns = [
    path("assigned/", views.receipts, name="receipts"),
    path("assigned/sign", views.sign, name="receipts-sign"),
    path("assigned/export", views.export, name="receipts-export"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/<int:pk>/", disputes.dispute, name="dispute"),
    path("disputes/<int:pk>/decide", disputes.decide, name="dispute-decide"),
    path("disputes/<int:pk>/reassign", disputes.reassign, name="dispute-reassign"),
    path("disputes/new/<int:assignment>", disputes.raise_dispute, name="dispute-new"),
]
