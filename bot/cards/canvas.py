"""What the pictures share: a phone's width, a ground of their own, and words that fit a line."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

# Twice a phone's width, so that text stays sharp; sizes are in pixels of the picture.
WIDTH, MARGIN, LEADING = 750, 26, 44
SMALL, LARGE = 32, 36
# A dark ground of its own, so that a picture reads on light and dark alike.
GROUND, RAIL, INK, SOFT = "#1e1f22", "#5c5f66", "#ffffff", "#c4c9ce"
GREEN, YELLOW, RED = "#5fd38d", "#ffd166", "#ff9f80"
# What Discord takes of alt text, in characters.
ALT = 1024

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def canvas(height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Return an empty picture of `height` pixels and what draws on it."""
    image = Image.new("RGB", (WIDTH, height), GROUND)
    return image, ImageDraw.Draw(image)


def png(image: Image.Image) -> bytes:
    """Return a picture as a file."""
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def mark(draw: ImageDraw.ImageDraw, x: int, y: int, shape: str, colour: str) -> None:
    """Draw a "disc", a "ring" or a "diamond" around a point."""
    r = 14
    if shape == "diamond":
        draw.polygon([(x, y - r - 3), (x + r + 3, y), (x, y + r + 3), (x - r - 3, y)], colour)
        return
    draw.ellipse((x - r, y - r, x + r, y + r), colour if shape == "disc" else GROUND, colour, 6)


def shortened(text: str, font: Font, room: int) -> str:
    """Return `text` cut to `room` pixels and marked with "…" where it is longer."""
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"
