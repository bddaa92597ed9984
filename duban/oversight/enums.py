"""Stored codes of oversight."""

from django.db import models

from duban.core.oversight import rules


class Colour(models.TextChoices):
    """The five lights (domain §5)."""

    BLUE = rules.Colour.BLUE.value, rules.COLOUR_LABELS[rules.Colour.BLUE]
    GREEN = rules.Colour.GREEN.value, rules.COLOUR_LABELS[rules.Colour.GREEN]
    YELLOW = rules.Colour.YELLOW.value, rules.COLOUR_LABELS[rules.Colour.YELLOW]
    RED = rules.Colour.RED.value, rules.COLOUR_LABELS[rules.Colour.RED]
    GREY = rules.Colour.GREY.value, rules.COLOUR_LABELS[rules.Colour.GREY]
