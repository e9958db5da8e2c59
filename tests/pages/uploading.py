"""Files as a page sends them."""

from io import BytesIO
from typing import Any, Final
from uuid import uuid4

from PIL import Image

from tests.stage.pages import PageClient, told


def _png() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((40, 24)).save(out, "PNG")
    return out.getvalue()


PNG: Final = _png()


async def uploads(page: PageClient, content: Any, *, name: str = "", caption: str = "") -> tuple[int, Any]:
    """Send a file, whole or piece by piece, and return what the house says."""
    query, ours = {"id": uuid4().hex, "name": name, "caption": caption}, {"Origin": page.origin}
    async with page.http.post(f"{page.origin}/chat/file", params=query, data=content, headers=ours) as answer:
        return answer.status, await told(answer)
