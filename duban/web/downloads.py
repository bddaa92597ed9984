"""Giving a stored file out. Rights are those of the object that owns it: the view loads that object first."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from duban.files.models import StoredFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"


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


def made(data: bytes, name: str, media_type: str) -> HttpResponse:
    """A file that we wrote ourselves, to be saved under a name."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
