"""Pages of a PDF as another program reads them."""

import subprocess


def pages_of(data: bytes) -> list[str]:
    """The text of each page, without gaps."""
    shown = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, check=True, capture_output=True).stdout
    return ["".join(page.replace("\u200b", "").split()) for page in shown.decode().split("\f")[:-1]]
