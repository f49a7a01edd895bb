"""What a person fills into a modal, in the shape Discord submits it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground import commands
from bot.playground import components as tree
from bot.playground.options import Resolved
from bot.playground.wire import Json, Refused

KINDS = {
    tree.USER_SELECT: commands.USER,
    tree.ROLE_SELECT: commands.ROLE,
    tree.MENTIONABLE_SELECT: commands.MENTIONABLE,
    tree.CHANNEL_SELECT: commands.CHANNEL,
    tree.FILE_UPLOAD: commands.ATTACHMENT,
}
_MANY = (*tree.SELECTS, tree.FILE_UPLOAD, tree.CHECKBOX_GROUP)


def entered(submitted: list[Json]) -> dict[str, Any]:
    """Return custom id to value (or values) of a form as a page submits it."""
    found: dict[str, Any] = {}
    for _, component in tree.walk(submitted):
        if "custom_id" in component:
            found[component["custom_id"]] = component.get("values", component.get("value"))
    return found


def submission(modal: Json, values: Mapping[str, Any], resolved: Resolved, user: str) -> list[Json]:
    """Return the components of a submitted modal.

    Raises:
        Refused: A required field is empty, or a value is out of its bounds.
    """
    fields = {one["custom_id"] for _, one in tree.walk(modal["components"]) if "custom_id" in one}
    if unknown := set(values) - fields:
        raise Refused(f"The form has no field {min(unknown)}.")
    result: list[Json] = []
    for child in modal["components"]:
        kind = child["type"]
        if kind == tree.TEXT:
            result.append({"type": kind, "id": child["id"]})
        elif kind == tree.LABEL:
            filled = _filled(child["component"], child["label"], values, resolved, user)
            result.append({"type": kind, "id": child["id"], "component": filled})
        else:
            inside = [
                _filled(one, one.get("label", ""), values, resolved, user)
                for one in child["components"]
            ]
            result.append({"type": kind, "id": child["id"], "components": inside})
    return result


def _filled(
    field: Json, label: str, values: Mapping[str, Any], resolved: Resolved, user: str
) -> Json:
    kind = field["type"]
    value = values.get(field["custom_id"])
    filled: Json = {"type": kind, "id": field["id"], "custom_id": field["custom_id"]}
    if kind == tree.CHECKBOX:
        given = field.get("default", False) if value is None else value
        return {**filled, "value": bool(given)}
    if kind in _MANY:
        return {**filled, "values": _chosen(field, label, value, resolved, user)}
    if kind == tree.RADIO_GROUP:
        if value is None and field.get("required", True):
            raise Refused(f"“{label}” is required.")
        if value is not None and value not in [one["value"] for one in field["options"]]:
            raise Refused(f"“{label}” must be one of its choices.")
        return {**filled, "value": value}
    text = field.get("value") or "" if value is None else str(value)
    if not text and field.get("required", True):
        raise Refused(f"“{label}” is required.")
    if text and len(text) < (field.get("min_length") or 0):
        raise Refused(f"“{label}” needs at least {field['min_length']} characters.")
    if len(text) > (field.get("max_length") or 4000):
        raise Refused(f"“{label}” can hold {field.get('max_length') or 4000} characters.")
    return {**filled, "value": text}


def _chosen(field: Json, label: str, value: Any, resolved: Resolved, user: str) -> list[str]:
    kind = field["type"]
    chosen = [] if value is None else [value] if isinstance(value, str) else list(value)
    if value is None and "options" in field:
        chosen = [one["value"] for one in field["options"] if one.get("default")]
    if not chosen and not field.get("required", True):
        return []
    check_chosen(field, chosen, label)
    for one in chosen if kind in KINDS else ():
        resolved.add(KINDS[kind], one, user)
    return chosen


def check_chosen(field: Json, chosen: list[str], label: str) -> None:
    """Refuse a choice that the menu doesn't allow.

    Raises:
        Refused: Too few, too many, or not among the options.
    """
    low, high = field.get("min_values", 1), field.get("max_values", 1)
    if field["type"] == tree.CHECKBOX_GROUP:
        high = field.get("max_values", len(field["options"]))
    if not low <= len(chosen) <= high:
        raise Refused(f"“{label}” takes {low} to {high} choices.")
    options = field.get("options")
    if options is not None and not set(chosen) <= {one["value"] for one in options}:
        raise Refused(f"“{label}” has no such choice.")
