"""`corpus config …` and `corpus schedule …`: how the bot behaves, in a server and for feeds."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Annotated, Any

import typer

from bot.cli.curated import show, stored, terminal
from bot.cli.shared import LARGEST_ID, CorpusOption, DataOption, JsonOption
from bot.moderation import change_config
from bot.schedule import refresh_interval, set_refresh_hours
from bot.store import Feed, GuildConfig, Store
from retrieval.errors import ChokepointError

config = typer.Typer(help="How the bot behaves in a server.", no_args_is_help=True)
schedule = typer.Typer(help="How often the feeds are fetched.", no_args_is_help=True)

LONGEST_COOLDOWN = 86_400
Server = Annotated[
    int,
    typer.Argument(metavar="SERVER", min=1, max=LARGEST_ID, help="The server's id in Discord."),
]


def _cooldown(name: str, where: str) -> Any:
    help_ = f"Seconds between two questions {where}; 0 is none."
    return typer.Option(name, metavar="SECONDS", min=0, max=LONGEST_COOLDOWN, help=help_)


CONFIG_LABELS = {
    "allowed_channels": "Channels",
    "auto_channels": "Answered without being asked",
    "moderator_role": "Moderators' role",
    "user_cooldown": "Seconds between questions of a person",
    "channel_cooldown": "Seconds between questions in a channel",
    "guild_cooldown": "Seconds between questions in the server",
    "human_channel": "Questions for people go to",
    "label_unreviewed": "Mark answers that nobody reviewed",
}


@config.command("show")
def show_config(
    server: Annotated[
        int | None,
        typer.Argument(
            metavar="SERVER", min=1, max=LARGEST_ID, help="A server's id; default: all."
        ),
    ] = None,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Show the settings of a server, or of every server that has some."""

    async def act(store: Store) -> dict[int, GuildConfig]:
        if server is None:
            return await store.guilds.all()
        return {server: await store.guilds.config(server)}

    found = stored(corpus, data, act)
    rows = [{"server": id_, **asdict(one)} for id_, one in found.items()]
    lines = [line for id_, one in found.items() for line in _config_lines(id_, one)]
    return show(rows, as_json, *lines or ["No server has settings of its own."])


@config.command("set")
def set_config(
    server: Server,
    channels: Annotated[
        str | None, typer.Option(help='Ids of the channels to ask in, with commas, or "all".')
    ] = None,
    auto: Annotated[
        str | None, typer.Option(help='Ids of channels answered without being asked, or "none".')
    ] = None,
    role: Annotated[str | None, typer.Option(help='The moderators\' role, or "none".')] = None,
    person: Annotated[float | None, _cooldown("--person-cooldown", "of a person")] = None,
    channel: Annotated[float | None, _cooldown("--channel-cooldown", "in a channel")] = None,
    everywhere: Annotated[
        float | None, _cooldown("--server-cooldown", "in the whole server")
    ] = None,
    human: Annotated[
        str | None, typer.Option(help='The channel that gets questions for people, or "none".')
    ] = None,
    label: Annotated[
        bool | None, typer.Option("--label/--no-label", help="Mark answers nobody reviewed.")
    ] = None,
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Change settings of a server; what isn't given stays. It counts from the next question on."""
    values: dict[str, Any] = {
        "allowed_channels": _ids(channels),
        "auto_channels": _ids(auto),
        "moderator_role": _id(role),
        "user_cooldown": person,
        "channel_cooldown": channel,
        "guild_cooldown": everywhere,
        "human_channel": _id(human),
        "label_unreviewed": label,
    }
    changes = {name: value for name, value in values.items() if value is not None}
    if not changes:
        raise ChokepointError("Say what to change, for example --person-cooldown 5.")
    # 0 stands for "none": no channel or role has that id.
    changes = {
        name: None if name in ("moderator_role", "human_channel") and not value else value
        for name, value in changes.items()
    }
    what = ", ".join(f"{name}: {value}" for name, value in changes.items())

    async def act(store: Store) -> GuildConfig:
        return await change_config(
            store, terminal(), server, what, lambda known: replace(known, **changes)
        )

    now = stored(corpus, data, act)
    return show({"server": server, **asdict(now)}, as_json, *_config_lines(server, now))


def _config_lines(server: int, known: GuildConfig) -> list[str]:
    def shown(value: Any) -> str:
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        return ("yes" if value else "no") if isinstance(value, bool) else str(value or "")

    empty = {
        "allowed_channels": "all",
        "moderator_role": "Manage Server",
        "human_channel": "nowhere",
    }
    lines = [
        f"  {label}: {shown(getattr(known, name)) or empty.get(name, 'none')}"
        for name, label in CONFIG_LABELS.items()
    ]
    return [f"Server {server}", *lines]


def _ids(text: str | None) -> tuple[int, ...] | None:
    if text is None:
        return None
    if text.strip().casefold() in ("all", "none", ""):
        return ()
    return tuple(_id(part) or 0 for part in text.split(","))


def _id(text: str | None) -> int | None:
    if text is None:
        return None
    if text.strip().casefold() in ("none", ""):
        return 0
    if not re.fullmatch(r"[1-9]\d{0,18}", text.strip(), re.ASCII):
        raise ChokepointError(
            f"“{text}” is no id; with Discord's developer mode on, a right-click copies it."
        )
    return int(text)


@schedule.command("show")
def show_schedule(
    corpus: CorpusOption = None, data: DataOption = None, as_json: JsonOption = False
) -> int:
    """Show how often the feeds are fetched, and when each is fetched next."""
    return _shown(*stored(corpus, data, _schedule), as_json)


@schedule.command("set")
def set_schedule(
    hours: Annotated[float, typer.Argument(help="Hours between two fetches of a feed.")],
    corpus: CorpusOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Change how often the feeds are fetched."""

    async def act(store: Store) -> tuple[float, list[Feed]]:
        await set_refresh_hours(store, terminal(), hours)
        return await _schedule(store)

    return _shown(*stored(corpus, data, act), as_json)


async def _schedule(store: Store) -> tuple[float, list[Feed]]:
    return (await refresh_interval(store)) / timedelta(hours=1), await store.feeds.all()


def _shown(hours: float, feeds: list[Feed], as_json: bool) -> int:
    rows = [
        {"id": feed.id, "title": feed.title, "fetched_at": feed.fetched_at, "next_at": feed.next_at}
        for feed in feeds
    ]
    lines = [
        f"{feed.id:3}  {feed.title}  next {feed.next_at:%Y-%m-%d %H:%M} UTC"
        for feed in feeds
        if feed.next_at
    ]
    every = f"Each feed is fetched about every {hours:g} hours."
    return show({"hours": hours, "feeds": rows}, as_json, every, *lines)
