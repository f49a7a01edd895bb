"""Every setting of the bot, read once at the edge from the environment and `.env`."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from dotenv import dotenv_values
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from retrieval.errors import SettingsError
from retrieval.settings import RetrievalSettings
from retrieval.shipped import shipped

PREFIX = "CHOKEPOINT_"
ENV_FILE = ".env"
# Variables whose name isn't the prefix and the setting's name.
OTHER_NAMES = {"DISCORD_TOKEN": "discord_token", "CORPUS_DIR": "corpus", "DATA_DIR": "data"}


class Settings(BaseModel):
    """The settings, each from `CHOKEPOINT_<NAME>`; `OTHER_NAMES` lists the exceptions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    discord_token: SecretStr | None = Field(None, description="the bot's token")
    corpus: Path = Field(
        default_factory=lambda: shipped("corpus"),
        description="folder of articles, quotes and terms",
    )
    data: Path = Field(Path(".chokepoint"), description="folder for the index and the state")
    encoder: str = Field("packaged", description="'packaged', a folder or a model's name")
    reranker: str | None = Field(None, description="a CrossEncoder's folder or name")
    model: str | None = Field(None, description="a chat model as init_chat_model names it")
    model_url: str | None = Field(None, description="an OpenAI-compatible endpoint")
    model_key: SecretStr | None = Field(None, description="the key for model_url, if it needs one")
    tokens_per_day: int = Field(200_000, ge=0, description="what a chat model may use in a day")
    stale_days: int = Field(90, ge=1, description="days after which the newest source is stale")
    threads: int = Field(2, ge=1, le=64, description="CPU threads of the encoder")
    regression_tolerance: float = Field(
        0.02, ge=0, le=1, description="how far a regression figure may fall before a reload waits"
    )
    private_addresses: frozenset[str] = Field(
        frozenset(), description="private addresses that documents may be fetched from"
    )
    federal_register: str = Field(
        "https://www.federalregister.gov/api/v1", description="the Federal Register's API"
    )
    database_url: SecretStr | None = Field(
        None, description="the database of votes, reviews, settings and feeds"
    )
    discord_api: str | None = Field(None, description="base address of Discord's REST API")
    discord_gateway: str | None = Field(None, description="address of Discord's gateway")
    shard_ids: tuple[int, ...] | None = Field(
        None, description="the shards this process runs, as 0,1,2"
    )
    shard_count: int | None = Field(None, ge=1, description="how many shards there are in all")
    moderator_role: str | None = Field(None, description="id or name of the moderators' role")
    message_content: bool = Field(
        False, description="whether Discord's message content intent is switched on for the bot"
    )
    memory_minutes: int = Field(30, ge=0, description="how long a thread's questions are kept")
    playground_port: int = Field(8765, ge=0, le=65535, description="port of the playground")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("shard_ids", "private_addresses", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",")] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _counted(self) -> Self:
        if self.shard_ids and self.shard_count is None:
            raise ValueError("set CHOKEPOINT_SHARD_COUNT together with CHOKEPOINT_SHARD_IDS")
        return self

    @property
    def database(self) -> str | None:
        """The database's address as configured, for the store alone: it may hold a password."""
        return self.database_url.get_secret_value() if self.database_url else None

    def retrieval(self) -> RetrievalSettings:
        """Return the part that the librarian needs."""
        return RetrievalSettings(
            corpus=self.corpus,
            data=self.data,
            encoder=self.encoder,
            reranker=self.reranker,
            model=self.model,
            model_url=self.model_url,
            model_key=self.model_key.get_secret_value() if self.model_key else None,
            tokens_per_day=self.tokens_per_day,
            stale_days=self.stale_days,
            threads=self.threads,
            regression_tolerance=self.regression_tolerance,
            private_addresses=self.private_addresses,
            federal_register=self.federal_register,
        )


def variable_names() -> dict[str, str]:
    """Return each environment variable that is read, with the name of its setting."""
    usual = {PREFIX + name.upper(): name for name in Settings.model_fields}
    del usual[PREFIX + "DISCORD_TOKEN"]
    return usual | OTHER_NAMES


# By pydantic's type of fault; the fields are what it tells of one.
REMEDIES = {
    "bool_parsing": "write true or false",
    "float_parsing": "write a number",
    "greater_than_equal": "write {ge} or more",
    "int_parsing": "write a whole number",
    "less_than_equal": "write {le} or less",
    "literal_error": "write {expected}",
}


def load_settings(
    environment: Mapping[str, str] | None = None,
    *,
    corpus: Path | None = None,
    data: Path | None = None,
    env_file: Path | None = Path(ENV_FILE),
) -> Settings:
    """Read the settings: `corpus` and `data` first, then the environment, then the `.env` file.

    Raises:
        SettingsError: a variable is unknown, or its value can't be used.
    """
    in_file = dotenv_values(env_file) if env_file and env_file.is_file() else {}
    found = in_file | dict(os.environ if environment is None else environment)
    names = variable_names()
    variables: dict[str, str] = {}
    for variable, value in found.items():
        if variable not in names:
            if variable.startswith(PREFIX):
                near = difflib.get_close_matches(variable, names, n=1, cutoff=0.0)[0]
                raise SettingsError(
                    f"{variable} is not a setting of Chokepoint; the nearest one is {near}."
                )
        elif value and (names[variable] not in variables or variable.startswith(PREFIX)):
            variables[names[variable]] = variable
    values: dict[str, object] = {name: found[variable] for name, variable in variables.items()}
    values |= {"corpus": corpus} if corpus else {}
    values |= {"data": data} if data else {}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        if not first["loc"]:
            raise SettingsError(first["msg"].removeprefix("Value error, ") + ".") from error
        name = str(first["loc"][0])
        remedy = f"{first['msg'][:1].lower()}{first['msg'][1:]}"
        if first["type"] in REMEDIES:
            remedy = REMEDIES[first["type"]].format_map(first.get("ctx", {}))
        raise SettingsError(
            f"{variables.get(name, name)} is {str(values.get(name))!r}, which can't be used: "
            f"{remedy}."
        ) from error
