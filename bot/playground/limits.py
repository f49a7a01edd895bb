"""Discord's limits on a message: content, embeds and components, refused with its own errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.playground import components as tree
from bot.playground.components import Path, walk
from bot.playground.wire import COMPONENTS_V2, FormErrors, Json

# developers/resources/message.mdx and developers/components/reference.mdx name each figure.
CONTENT = 2000
EMBEDS = 10
EMBED_TOTAL = 6000
ROWS = 5
V2_COMPONENTS = 40
V2_TEXT = 4000
CUSTOM_ID = 100

_TOP_V2 = (
    tree.ROW,
    tree.SECTION,
    tree.TEXT,
    tree.GALLERY,
    tree.FILE,
    tree.SEPARATOR,
    tree.CONTAINER,
)
_IN_CONTAINER = tuple(one for one in _TOP_V2 if one != tree.CONTAINER)


def check_message(message: Json) -> None:
    """Refuse a message Discord would refuse.

    Args:
        message: The message as it would stand: content, embeds, components, flags, and the
            `poll` and `sticker_ids` of the body.

    Raises:
        ApiError: 400 with 50035 and the nested errors.
    """
    form = FormErrors()
    content = message.get("content")
    if content:
        form.length(("content",), content, 0, CONTENT)
    if message.get("flags", 0) & COMPONENTS_V2:
        _v2_alone(form, message)
        _v2_totals(form, message["components"])
        _children(form, message["components"], ("components",), _TOP_V2)
    else:
        _embeds(form, message.get("embeds") or [])
        if len(message["components"]) > ROWS:
            form.count(("components",), message["components"], 0, ROWS)
        _children(form, message["components"], ("components",), (tree.ROW,))
    check_custom_ids(form, message["components"])
    form.raise_if_any()


def _v2_alone(form: FormErrors, message: Json) -> None:
    for field in ("content", "embeds", "poll", "sticker_ids"):
        if message.get(field):
            form.add(
                (field,),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _v2_totals(form: FormErrors, components: list[Json]) -> None:
    if sum(1 for _ in walk(components)) > V2_COMPONENTS:
        form.add(
            ("components",),
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The total number of components cannot exceed {V2_COMPONENTS}",
        )
    if sum(len(text) for text in tree.texts(components)) > V2_TEXT:
        form.add(
            ("components",),
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"The total displayable text size exceeds the maximum of {V2_TEXT}",
        )


def _embeds(form: FormErrors, embeds: list[Json]) -> None:
    if len(embeds) > EMBEDS:
        form.add(("embeds",), "BASE_TYPE_MAX_LENGTH", f"Must be {EMBEDS} or fewer in length.")
    total = 0
    for position, embed in enumerate(embeds):
        path: Path = ("embeds", position)
        parts = [
            (("title",), embed.get("title"), 256),
            (("description",), embed.get("description"), 4096),
            (("footer", "text"), (embed.get("footer") or {}).get("text"), 2048),
            (("author", "name"), (embed.get("author") or {}).get("name"), 256),
        ]
        fields = embed.get("fields") or []
        if len(fields) > 25:
            form.add((*path, "fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        for at, field in enumerate(fields):
            form.length((*path, "fields", at, "name"), field.get("name"), 1, 256)
            form.length((*path, "fields", at, "value"), field.get("value"), 1, 1024)
            total += len(field.get("name") or "") + len(field.get("value") or "")
        for key, value, high in parts:
            form.length((*path, *key), value, 0, high, required=False)
            total += len(value or "")
    if total > EMBED_TOTAL:
        form.add(
            ("embeds",),
            "MAX_EMBED_SIZE_EXCEEDED",
            f"Embed size exceeds maximum size of {EMBED_TOTAL}",
        )


def _children(form: FormErrors, children: Any, path: Path, allowed: tuple[int, ...]) -> None:
    for position, child in enumerate(children):
        check_component(form, child, (*path, position), allowed)


def check_component(form: FormErrors, child: Any, path: Path, allowed: tuple[int, ...]) -> None:
    """Note what is wrong with one component and those inside it."""
    kind = child.get("type") if isinstance(child, dict) else None
    if kind not in allowed or kind not in _CHECKS:
        form.add(
            (*path, "type"),
            "BASE_TYPE_CHOICES",
            f'Value of field "type" must be one of {tuple(sorted(allowed))}.',
        )
        return
    _CHECKS[kind](form, child, path)


def _row(form: FormErrors, row: Json, path: Path) -> None:
    inside = row.get("components") or []
    selects = [one for one in inside if one.get("type") in tree.SELECTS]
    form.count((*path, "components"), inside, 1, 5)
    if selects and len(inside) > 1:
        form.add(
            (*path, "components"),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        )
    _children(form, inside, (*path, "components"), (tree.BUTTON, *tree.SELECTS))


def _button(form: FormErrors, button: Json, path: Path) -> None:
    style = button.get("style")
    form.length((*path, "label"), button.get("label"), 0, 80, required=False)
    if style == tree.LINK:
        form.length((*path, "url"), button.get("url"), 1, 512)
        if button.get("custom_id"):
            form.add(
                (*path, "custom_id"),
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified",
            )
    elif style in (1, 2, 3, 4):
        form.length((*path, "custom_id"), button.get("custom_id"), 1, CUSTOM_ID)
    elif style != tree.PREMIUM:
        form.add((*path, "style"), "BASE_TYPE_CHOICES", "Must be one of (1, 2, 3, 4, 5, 6).")
    if not button.get("label") and not button.get("emoji") and style != tree.PREMIUM:
        form.add(
            path,
            "BUTTON_COMPONENT_NO_LABEL_OR_EMOJI",
            "A button must have a label or an emoji",
        )


def check_select(form: FormErrors, select: Json, path: Path) -> None:
    """Note what is wrong with a select menu."""
    form.length((*path, "custom_id"), select.get("custom_id"), 1, CUSTOM_ID)
    form.length((*path, "placeholder"), select.get("placeholder"), 0, 150, required=False)
    low, high = select.get("min_values", 1), select.get("max_values", 1)
    if not 0 <= low <= 25:
        form.add((*path, "min_values"), "NUMBER_TYPE_MIN", "Must be between 0 and 25.")
    if not max(low, 1) <= high <= 25:
        form.add((*path, "max_values"), "NUMBER_TYPE_MAX", "Must be between min_values and 25.")
    if select["type"] == tree.STRING_SELECT:
        check_options(form, select.get("options"), path, 1, 25)


def check_options(form: FormErrors, options: Any, path: Path, low: int, high: int) -> None:
    """Note what is wrong with the options of a select, radio group or checkbox group."""
    form.count((*path, "options"), options, low, high)
    seen: set[str] = set()
    for at, option in enumerate(options if isinstance(options, list) else []):
        here = (*path, "options", at)
        form.length((*here, "label"), option.get("label"), 1, 100)
        form.length((*here, "value"), option.get("value"), 1, 100)
        form.length((*here, "description"), option.get("description"), 0, 100, required=False)
        if option.get("value") in seen:
            form.add(
                (*here, "value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        seen.add(str(option.get("value")))


def _section(form: FormErrors, section: Json, path: Path) -> None:
    inside = section.get("components") or []
    form.count((*path, "components"), inside, 1, 3)
    _children(form, inside, (*path, "components"), (tree.TEXT,))
    accessory = section.get("accessory")
    if accessory is None:
        form.add((*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")
    else:
        check_component(form, accessory, (*path, "accessory"), (tree.BUTTON, tree.THUMBNAIL))


def _text(form: FormErrors, text: Json, path: Path) -> None:
    form.length((*path, "content"), text.get("content"), 1, V2_TEXT)


def _thumbnail(form: FormErrors, thumbnail: Json, path: Path) -> None:
    form.length((*path, "media", "url"), (thumbnail.get("media") or {}).get("url"), 1, 2048)
    form.length((*path, "description"), thumbnail.get("description"), 0, 1024, required=False)


def _gallery(form: FormErrors, gallery: Json, path: Path) -> None:
    items = gallery.get("items")
    form.count((*path, "items"), items, 1, 10)
    for at, item in enumerate(items or []):
        here = (*path, "items", at)
        form.length((*here, "media", "url"), (item.get("media") or {}).get("url"), 1, 2048)
        form.length((*here, "description"), item.get("description"), 0, 1024, required=False)


def _file(form: FormErrors, file: Json, path: Path) -> None:
    url = (file.get("file") or {}).get("url") or ""
    if not url.startswith("attachment://") and "/attachments/" not in url:
        form.add(
            (*path, "file", "url"), "BASE_TYPE_REGEX", "A file must be given as attachment://name."
        )


def _separator(form: FormErrors, separator: Json, path: Path) -> None:
    if separator.get("spacing", 1) not in (1, 2):
        form.add((*path, "spacing"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")


def _container(form: FormErrors, container: Json, path: Path) -> None:
    inside = container.get("components") or []
    form.count((*path, "components"), inside, 1, V2_COMPONENTS)
    _children(form, inside, (*path, "components"), _IN_CONTAINER)
    colour = container.get("accent_color")
    if colour is not None and not 0 <= colour <= 0xFFFFFF:
        form.add((*path, "accent_color"), "NUMBER_TYPE_MAX", "Must be between 0 and 16777215.")


_CHECKS: dict[int, Callable[[FormErrors, Json, Path], None]] = {
    tree.ROW: _row,
    tree.BUTTON: _button,
    **dict.fromkeys(tree.SELECTS, check_select),
    tree.SECTION: _section,
    tree.TEXT: _text,
    tree.THUMBNAIL: _thumbnail,
    tree.GALLERY: _gallery,
    tree.FILE: _file,
    tree.SEPARATOR: _separator,
    tree.CONTAINER: _container,
}


def check_custom_ids(form: FormErrors, components: list[Json]) -> None:
    """Note custom ids and component ids used twice."""
    custom: set[str] = set()
    numbers: set[int] = set()
    for path, component in walk(components):
        name = component.get("custom_id")
        if name is not None and name in custom:
            form.add(
                (*path, "custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            )
        if name is not None:
            custom.add(name)
        given = component.get("id")
        if given and given in numbers:
            form.add((*path, "id"), "COMPONENT_ID_DUPLICATED", "Component id is already used")
        numbers.add(given or 0)
