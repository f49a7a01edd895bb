"""Discord's limits on what an interaction is answered with: a modal or choices."""

from __future__ import annotations

from typing import Any

from bot.playground import components as tree
from bot.playground import limits
from bot.playground.components import Path
from bot.playground.wire import FormErrors, Json

_IN_LABEL = (
    tree.TEXT_INPUT,
    *tree.SELECTS,
    tree.FILE_UPLOAD,
    tree.RADIO_GROUP,
    tree.CHECKBOX_GROUP,
    tree.CHECKBOX,
)


def check_modal(modal: Json) -> None:
    """Refuse a modal Discord would refuse.

    Raises:
        ApiError: 400 with 50035 and the nested errors, below `data`.
    """
    form = FormErrors()
    form.length(("data", "title"), modal.get("title"), 1, 45)
    form.length(("data", "custom_id"), modal.get("custom_id"), 1, limits.CUSTOM_ID)
    components = modal.get("components")
    form.count(("data", "components"), components, 1, 5)
    for at, child in enumerate(components if isinstance(components, list) else []):
        _top(form, child, ("data", "components", at))
    limits.check_custom_ids(form, components if isinstance(components, list) else [])
    form.raise_if_any()


def _top(form: FormErrors, child: Json, path: Path) -> None:
    kind = child.get("type")
    if kind == tree.TEXT:
        form.length((*path, "content"), child.get("content"), 1, limits.V2_TEXT)
    elif kind == tree.ROW:
        inside = child.get("components") or []
        form.count((*path, "components"), inside, 1, 1)
        for at, one in enumerate(inside):
            _input(form, one, (*path, "components", at), (tree.TEXT_INPUT,), label=True)
    elif kind == tree.LABEL:
        form.length((*path, "label"), child.get("label"), 1, 45)
        form.length((*path, "description"), child.get("description"), 1, 100, required=False)
        _input(form, child.get("component") or {}, (*path, "component"), _IN_LABEL, label=False)
    else:
        form.add(
            (*path, "type"),
            "BASE_TYPE_CHOICES",
            f'Value of field "type" must be one of {(tree.ROW, tree.TEXT, tree.LABEL)}.',
        )


def _input(
    form: FormErrors, field: Json, path: Path, allowed: tuple[int, ...], *, label: bool
) -> None:
    kind = field.get("type")
    if kind not in allowed:
        form.add(
            (*path, "type"), "BASE_TYPE_CHOICES", f'"type" must be one of {tuple(sorted(allowed))}.'
        )
        return
    if kind in tree.SELECTS:
        limits.check_select(form, field, path)
        return
    form.length((*path, "custom_id"), field.get("custom_id"), 1, limits.CUSTOM_ID)
    if kind == tree.TEXT_INPUT:
        if label:
            form.length((*path, "label"), field.get("label"), 1, 45)
        form.length((*path, "value"), field.get("value"), 0, 4000, required=False)
        form.length((*path, "placeholder"), field.get("placeholder"), 0, 100, required=False)
        low, high = field.get("min_length") or 0, field.get("max_length") or 4000
        if not 0 <= low <= 4000:
            form.add((*path, "min_length"), "NUMBER_TYPE_MIN", "Must be between 0 and 4000.")
        if not max(low, 1) <= high <= 4000:
            form.add(
                (*path, "max_length"), "NUMBER_TYPE_MAX", "Must be between min_length and 4000."
            )
    elif kind in (tree.RADIO_GROUP, tree.CHECKBOX_GROUP):
        low = 2 if kind == tree.RADIO_GROUP else 1
        limits.check_options(form, field.get("options"), path, low, 10)


def check_choices(choices: Any, numeric: bool) -> None:
    """Refuse autocomplete choices Discord would refuse.

    Raises:
        ApiError: 400 with 50035 and the nested errors, below `data`.
    """
    form = FormErrors()
    form.count(("data", "choices"), choices, 0, 25)
    for at, choice in enumerate(choices if isinstance(choices, list) else []):
        path: Path = ("data", "choices", at)
        form.length((*path, "name"), choice.get("name"), 1, 100)
        if numeric:
            if not isinstance(choice.get("value"), int | float):
                form.add((*path, "value"), "NUMBER_TYPE_COERCE", "Must be a number.")
        else:
            form.length((*path, "value"), choice.get("value"), 1, 100)
    form.raise_if_any()
