"""The settings of production with one more address: the bare view to compare with."""

from config.settings.prod import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
