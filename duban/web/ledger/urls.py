from django.urls import path

from duban.web.ledger import export, item_views, notice_views, saved_views, views

urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("codes", views.codes, name="ledger-codes"),
    path("look", views.look, name="ledger-look"),
    path("export", export.export, name="ledger-export"),
    path("views", saved_views.save, name="ledger-view-save"),
    path("views/<int:pk>/default", saved_views.default, name="ledger-view-default"),
    path("views/<int:pk>/delete", saved_views.delete, name="ledger-view-delete"),
    path("<int:pk>/", item_views.item, name="ledger-item"),
    path("<int:pk>/split", item_views.split, name="ledger-item-split"),
    path("<int:pk>/whole", item_views.whole, name="ledger-item-whole"),
    path("<int:pk>/targets", item_views.target_add, name="ledger-item-target-add"),
    path("<int:pk>/targets/<int:ordinal>", item_views.target, name="ledger-item-target"),
    path("<int:pk>/targets/<int:ordinal>/<int:version>", item_views.target_turn, name="ledger-item-target-turn"),
    path("<int:pk>/units", item_views.unit_add, name="ledger-item-unit-add"),
    path("<int:pk>/units/<int:assignment>", item_views.unit, name="ledger-item-unit"),
    path("<int:pk>/units/<int:assignment>/end", item_views.unit_end, name="ledger-item-unit-end"),
    path("<int:pk>/units/<int:assignment>/confirm", item_views.unit_confirm, name="ledger-item-unit-confirm"),
    path("<int:pk>/links/<int:link>", item_views.link, name="ledger-item-link"),
    path("notice/<int:pk>/", notice_views.notice, name="ledger-notice"),
    path("notice/<int:pk>/original", notice_views.original, name="ledger-notice-file"),
]
