from django.urls import path

from duban.web.units import merging, posts, views

urlpatterns = [
    path("", views.units, name="units"),
    path("new", views.new, name="unit-new"),
    path("people/<int:user>/phone", posts.phone, name="unit-phone"),
    path("<int:pk>/", views.unit, name="unit"),
    path("<int:pk>/edit", views.edit, name="unit-edit"),
    path("<int:pk>/aliases", views.add_alias, name="unit-add-alias"),
    path("<int:pk>/aliases/<int:alias>/remove", views.remove_alias, name="unit-remove-alias"),
    path("<int:pk>/members", views.members, name="unit-members"),
    path("<int:pk>/members/<int:member>/remove", views.remove_member, name="unit-remove-member"),
    path("<int:pk>/merge", merging.merge, name="unit-merge"),
    path("<int:pk>/merge/undo", merging.undo, name="unit-undo-merge"),
    path("<int:pk>/posts", posts.new_post, name="unit-new-post"),
    path("<int:pk>/posts/<int:post>/appoint", posts.appoint, name="unit-appoint"),
    path("<int:pk>/appointments/<int:appointment>/end", posts.end, name="unit-end-appointment"),
]
