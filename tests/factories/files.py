"""Stored files, with their bytes on disk."""

from __future__ import annotations

import datetime as dt
import hashlib

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from duban.files.models import StoredFile
from tests.factories.orgs import UserFactory

UPLOADED = dt.datetime(2023, 3, 1, 9, 0, tzinfo=dt.UTC)


class StoredFileFactory(DjangoModelFactory):
    """A text file. ``data`` are its bytes; digest and size follow from them."""

    class Meta:
        model = StoredFile

    class Params:
        data = factory.Sequence(lambda n: f"一、目标\n1.建成停车泊位{n}个。(责任单位:区建设局)\n".encode())

    name = factory.Sequence(lambda n: f"来文{n}.txt")
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.data).hexdigest())
    size = factory.LazyAttribute(lambda o: len(o.data))
    content = factory.LazyAttribute(lambda o: ContentFile(o.data, name=o.sha256))
    media_type = "text/plain"
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = UPLOADED
