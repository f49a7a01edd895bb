"""`/corpus feeds` and `/corpus config`: what is watched, and how the bot behaves in a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
from discord import app_commands, ui

from bot.cards.limits import CHOICE_TEXT, CHOICES
from bot.cards.markdown import clip
from bot.cards.moderation import config_card, feeds_card
from bot.cogs.corpus_documents import Use
from bot.moderation import change_config
from bot.permissions import ModeratorGroup, actor_of, require_corpus_moderator
from bot.schedule import refresh_interval
from bot.store import GuildConfig

Change = Callable[[GuildConfig], GuildConfig]


class AskableTransformer(app_commands.Transformer):
    """Offers the channels in which somebody can ask: text, announcements, forums."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Which channels."""
        return [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Any:
        """Return the channel as it is."""
        return value


Askable = app_commands.Transform[app_commands.AppCommandChannel, AskableTransformer]


async def feeds_view(interaction: Use) -> ui.LayoutView:
    """Return what is watched, and how often."""
    bot = interaction.client
    hours = (await refresh_interval(bot.store)) / timedelta(hours=1)
    return feeds_card(await bot.store.feeds.all(), hours, bot.phrases(interaction.locale))


async def feed_choices(interaction: Use, typed: str) -> list[app_commands.Choice[int]]:
    """Offer a moderator the feeds that are watched."""
    # discord.py checks who runs a command, not who types it.
    await require_corpus_moderator(interaction)
    return [
        app_commands.Choice(name=clip(f"{feed.id}: {feed.title}", CHOICE_TEXT), value=feed.id)
        for feed in await interaction.client.store.feeds.all()
    ][:CHOICES]


class FeedCommands(ModeratorGroup):
    """Feeds: add, list, remove."""

    @app_commands.command(description="Watch an RSS or Atom feed, or the Federal Register")
    @app_commands.describe(
        url="The feed's address",
        agency="Federal Register: the agency's short name",
        term="Federal Register: words to look for",
        trusted="Its articles go live without a review",
    )
    async def add(
        self,
        interaction: Use,
        url: str = "",
        agency: str = "",
        term: str = "",
        trusted: bool = False,
    ) -> None:
        """Watch a feed; what it brings waits in the queue."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        bot, actor, guild = interaction.client, actor_of(interaction), interaction.guild_id
        if url:
            await bot.feeds.add(actor, url, trusted, guild)
        else:
            await bot.feeds.add_register(actor, agency or None, term or None, trusted, guild)
        await interaction.edit_original_response(view=await feeds_view(interaction))

    @app_commands.command(description="What is watched, and how the last fetch went")
    async def list(self, interaction: Use) -> None:
        """Show the feeds."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        await interaction.edit_original_response(view=await feeds_view(interaction))

    @app_commands.command(description="Stop watching a feed")
    @app_commands.describe(feed="The feed's number in /corpus feeds list")
    @app_commands.autocomplete(feed=feed_choices)
    async def remove(self, interaction: Use, feed: int) -> None:
        """Stop watching; what it brought stays in the queue."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        feeds = interaction.client.feeds
        await feeds.remove(actor_of(interaction), feed, interaction.guild_id)
        await interaction.edit_original_response(view=await feeds_view(interaction))


class ConfigCommands(ModeratorGroup):
    """A server's settings."""

    @app_commands.command(description="Show the settings of this server")
    async def show(self, interaction: Use) -> None:
        """Show the settings."""
        await self._show(interaction, "", None)

    @app_commands.command(description="Allow questions in a channel, or everywhere again")
    @app_commands.describe(
        channel="Allow this channel, or take it back",
        everywhere="Forget the list: every channel is allowed",
    )
    async def channels(
        self,
        interaction: Use,
        channel: Askable | None = None,
        everywhere: bool = False,
    ) -> None:
        """Put a channel on the list of allowed ones, or take it off."""

        def change(config: GuildConfig) -> GuildConfig:
            allowed = () if everywhere else _toggled(config.allowed_channels, channel)
            return replace(config, allowed_channels=allowed)

        which = (
            "everywhere" if everywhere else f"{channel.id} on or off" if channel else "as before"
        )
        await self._show(interaction, f"channels: {which}", change)

    @app_commands.command(description="Answer a channel or forum without being asked, or stop")
    @app_commands.describe(channel="A channel or forum; once more takes it back")
    async def auto(self, interaction: Use, channel: Askable) -> None:
        """Put a channel on the list of those answered without being asked, or take it off."""
        await self._show(
            interaction,
            f"auto: {channel.id} on or off",
            lambda config: replace(config, auto_channels=_toggled(config.auto_channels, channel)),
        )

    @app_commands.command(description="The role that may keep the corpus; none: Manage Server")
    @app_commands.describe(role="Who has it may keep the corpus")
    async def role(self, interaction: Use, role: discord.Role | None = None) -> None:
        """Set the moderators' role."""
        id_ = role.id if role else None
        await self._show(
            interaction,
            f"role: {id_ or 'none'}",
            lambda config: replace(config, moderator_role=id_),
        )

    @app_commands.command(description="Seconds between two questions; 0 is none")
    @app_commands.describe(
        person="Of one person", channel="In one channel", server="In the whole server"
    )
    async def cooldowns(
        self,
        interaction: Use,
        person: app_commands.Range[float, 0.0, 86400.0] = 0,
        channel: app_commands.Range[float, 0.0, 86400.0] = 0,
        server: app_commands.Range[float, 0.0, 86400.0] = 0,
    ) -> None:
        """Set the cooldowns."""
        await self._show(
            interaction,
            f"cooldowns: {person:g}, {channel:g}, {server:g}",
            lambda config: replace(
                config, user_cooldown=person, channel_cooldown=channel, guild_cooldown=server
            ),
        )

    @app_commands.command(description="Where questions for people go; none: nowhere")
    @app_commands.describe(channel="The channel in which they are posted")
    async def human(self, interaction: Use, channel: discord.TextChannel | None = None) -> None:
        """Set the channel that gets what members hand to a person."""
        id_ = channel.id if channel else None
        await self._show(
            interaction,
            f"human: {id_ or 'none'}",
            lambda config: replace(config, human_channel=id_),
        )

    @app_commands.command(description="Mark answers that no moderator has reviewed")
    @app_commands.describe(on="Whether they are marked")
    async def label(self, interaction: Use, on: bool) -> None:
        """Switch the mark on or off."""
        await self._show(
            interaction, f"label: {on}", lambda config: replace(config, label_unreviewed=on)
        )

    async def _show(self, interaction: Use, what: str, change: Change | None) -> None:
        """Make a change, if there is one, and show the settings."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        store, guild_id = interaction.client.store, interaction.guild_id
        if change and guild_id:
            config = await change_config(store, actor_of(interaction), guild_id, what, change)
        else:
            config = await store.guilds.config(guild_id)
        card = config_card(config, interaction.client.phrases(interaction.locale))
        await interaction.edit_original_response(view=card)


def _toggled(
    ids: tuple[int, ...], channel: app_commands.AppCommandChannel | None
) -> tuple[int, ...]:
    """Return `ids` with the channel on the list, or off it if it was on."""
    if channel is None:
        return ids
    without = tuple(id_ for id_ in ids if id_ != channel.id)
    return without if channel.id in ids else (*ids, channel.id)
