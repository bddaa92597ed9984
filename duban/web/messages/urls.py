from django.urls import path

from duban.web.messages import choosing, feed, inbox, reminding, ways

urlpatterns = [
    path("messages/", inbox.inbox, name="messages"),
    path("messages/read", inbox.read_all, name="messages_read"),
    path("messages/<int:pk>/open", inbox.open_message, name="message_open"),
    path("messages/<int:pk>/read", inbox.read_one, name="message_read"),
    path("messages/<int:pk>/go", inbox.go, name="message_go"),
    path("messages/settings", choosing.settings, name="message_settings"),
    path("messages/settings/email", choosing.set_email, name="message_email"),
    path("messages/settings/test", choosing.test_email, name="message_test"),
    path("messages/settings/calendar", choosing.make_feed, name="calendar_make"),
    path("messages/settings/calendar/revoke", choosing.revoke_feed, name="calendar_revoke"),
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
    path("messages/channels", ways.channels, name="channels"),
    path("messages/channels/<int:pk>/end", ways.end, name="channel_end"),
    path("messages/channels/<int:pk>/test", ways.test, name="channel_test"),
    path("messages/deliveries/<int:pk>/retry", ways.retry, name="delivery_retry"),
    path("messages/reminders", reminding.reminders, name="reminders"),
]
