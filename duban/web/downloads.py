"""Giving a stored file out. Rights are those of the object that owns it: the view loads that object first."""

from __future__ import annotations

from django.http import FileResponse

from duban.files.models import StoredFile


def attachment(stored: StoredFile) -> FileResponse:
    """The bytes, to be saved and never shown inside our address, whatever the file pretends to be."""
    response = FileResponse(
        stored.content.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
