"""The addresses at which the page serves files of messages."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI
from starlette.responses import Response

from bot.sandbox.world import Attachment


class Files:
    """Serves every file that was shown once, as it is, and never as something that a browser would run."""

    def __init__(self, app: FastAPI) -> None:
        self._files: dict[int, Attachment] = {}
        app.add_api_route("/files/{file_id}/{name}", self._serve, include_in_schema=False)

    def url(self, file: Attachment) -> str:
        """Return a file's address."""
        self._files[file.id] = file
        return f"/files/{file.id}/{quote(file.filename)}"

    async def _serve(self, file_id: int, name: str) -> Response:
        file = self._files.get(file_id)
        if file is None or file.filename != name:
            return Response(status_code=404)
        kind = file.content_type or "application/octet-stream"
        picture = kind.startswith("image/")
        headers = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
        if not picture:
            headers["content-disposition"] = "attachment"
        return Response(file.data, media_type=kind if picture else "application/octet-stream", headers=headers)
