"""Walking a message's or a modal's tree of components."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.playground.wire import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR = 9, 10, 11, 12, 13, 14
CONTAINER, LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 17, 18, 19, 21, 22, 23
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
LINK, PREMIUM = 5, 6

Path = tuple[str | int, ...]


def walk(components: list[Json], path: Path = ("components",)) -> Iterator[tuple[Path, Json]]:
    """Yield every component with its path, parents first."""
    for position, component in enumerate(components):
        if isinstance(component, dict):
            yield from _walk_one(component, (*path, position))


def _walk_one(component: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    yield path, component
    children = component.get("components")
    if isinstance(children, list):
        yield from walk(children, (*path, "components"))
    for key in ("accessory", "component"):
        if isinstance(component.get(key), dict):
            yield from _walk_one(component[key], (*path, key))


def find(components: list[Json], custom_id: str) -> Json | None:
    """Return the component with this custom id."""
    for _, component in walk(components):
        if component.get("custom_id") == custom_id:
            return component
    return None


def number(components: list[Json]) -> None:
    """Give each component its id and each menu its bounds where they are missing."""
    taken = {one["id"] for _, one in walk(components) if one.get("id")}
    following = 1
    for _, component in walk(components):
        if component.get("type") in SELECTS:
            component.setdefault("min_values", 1)
            component.setdefault("max_values", 1)
        if component.get("id"):
            continue
        while following in taken:
            following += 1
        component["id"] = following
        taken.add(following)


def describe_media(components: list[Json], files: Mapping[str, Json]) -> None:
    """Fill in what Discord tells of pictures and files, where the bot left it out."""
    by_url = {file["url"]: file for file in files.values()}
    for _, component in walk(components):
        kind = component.get("type")
        pictures = (
            component["items"] if kind == GALLERY else [component] if kind == THUMBNAIL else []
        )
        for picture in pictures:
            picture.setdefault("description", None)
            picture.setdefault("spoiler", False)
        if kind == FILE:
            file = by_url.get(component["file"]["url"], {})
            component |= {"name": file.get("filename"), "size": file.get("size")}
            component.setdefault("spoiler", False)


def media(components: list[Json]) -> Iterator[tuple[Path, Json]]:
    """Yield each media item (`{"url": …}`) with its path."""
    for path, component in walk(components):
        for key in ("media", "file"):
            if isinstance(component.get(key), dict):
                yield (*path, key), component[key]
        for position, item in enumerate(component.get("items") or []):
            if isinstance(item, dict) and isinstance(item.get("media"), dict):
                yield (*path, "items", position, "media"), item["media"]


def texts(components: list[Json]) -> Iterator[str]:
    """Yield the text of each text display."""
    for _, component in walk(components):
        if component.get("type") == TEXT:
            yield component.get("content") or ""
