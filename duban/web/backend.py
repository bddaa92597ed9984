"""Loading the person of a session, with the count of unread messages in the same query."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from duban.messaging.models import Message
from duban.orgs.models import User


class PersonBackend(ModelBackend):
    """Django's own, whose people know how many messages they have not read: the head of every page shows it."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, where the account is in use."""
        unread = (
            Message.objects.unread()
            .filter(recipient=OuterRef("pk"))
            .order_by()
            .values("recipient")
            .annotate(n=Count("pk"))
        )
        counted = Coalesce(Subquery(unread.values("n"), output_field=IntegerField()), 0)
        person = User.objects.annotate(unread=counted).filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
