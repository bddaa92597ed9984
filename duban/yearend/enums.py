"""Stored codes of the year's end."""

from django.db import models


class Way(models.TextChoices):
    """What becomes of a matter that the year leaves unfinished (结转)."""

    CARRIED = "carried", "并入新年度事项"
    CONTINUED = "continued", "在原台账继续办理"
    ENDED = "ended", "不再结转"
