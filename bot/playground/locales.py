"""The languages of Discord's client."""

from __future__ import annotations

DEFAULT = "en-US"
# developers/reference.mdx, "Locales".
LOCALES = (
    *("id", "da", "de", "en-GB", DEFAULT, "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl"),
    *("no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi"),
    *("th", "zh-CN", "ja", "zh-TW", "ko"),
)
