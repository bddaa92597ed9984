"""Messages: one's own; ways out for the system administrator; reminders for the office."""

from duban.messaging.actions import feed_digest
from duban.messaging.models import CalendarToken, Channel, Delivery, Message
from tests.architecture.addresses.people import EVERYONE, OFFICE, SYSTEM, Line
from tests.architecture.world import World
from tests.support.cast import AT

OWNER = frozenset({"lead_clerk"})


def own(world: World) -> dict[str, int]:
    """A message to the lead unit's clerk, about a matter."""
    row, _ = Message.objects.get_or_create(
        recipient=world.cast.lead_clerk,
        key="world",
        defaults={
            "kind": "assignment_changed", "subject": "新承办", "about_type": "ledger.matter",
            "about_id": world.matter.pk, "at": AT,
        },
    )  # fmt: skip
    return {"pk": row.pk}


def robot(world: World) -> dict[str, int]:
    """The lead unit's group robot."""
    row, _ = Channel.objects.get_or_create(
        unit=world.unit,
        defaults={
            "kind": "other", "name": "群", "address": "json://127.0.0.1/", "created_by": world.cast.system_admin,
            "created_at": AT,
        },
    )  # fmt: skip
    return {"pk": row.pk}


def dead(world: World) -> dict[str, int]:
    """A delivery that could not be sent."""
    row, _ = Delivery.objects.get_or_create(
        person=world.cast.lead_clerk,
        day=AT.date(),
        occasion="digest",
        defaults={"medium": "email", "state": "dead", "error": "连不上", "next_at": AT, "created_at": AT},
    )
    return {"pk": row.pk}


def secret(world: World) -> dict[str, str]:
    """The address of the clerk's calendar."""
    values = {"digest": feed_digest("secret"), "created_at": AT}
    CalendarToken.objects.get_or_create(person=world.cast.lead_clerk, defaults=values)
    return {"token": "secret"}


LINES = [
    Line("messages", EVERYONE),
    Line("messages_read", EVERYONE),
    Line("message_open", OWNER, EVERYONE - OWNER, keys=own),
    Line("message_read", OWNER, EVERYONE - OWNER, keys=own),
    Line("message_go", OWNER, EVERYONE - OWNER, keys=own),
    Line("message_settings", EVERYONE),
    Line("message_email", EVERYONE),
    Line("message_test", EVERYONE),
    Line("calendar_make", EVERYONE),
    Line("calendar_revoke", EVERYONE),
    Line("calendar_feed", EVERYONE, keys=secret, public=True),
    Line("channels", SYSTEM),
    Line("channel_end", SYSTEM, keys=robot),
    Line("channel_test", SYSTEM, keys=robot),
    Line("delivery_retry", SYSTEM, keys=dead),
    Line("reminders", OFFICE),
]
