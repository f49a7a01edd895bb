"""`/corpus feeds` and `/corpus config`: what is watched, and how the bot behaves in a server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.cards.keeping import config_card, feeds_card
from bot.permissions import require_corpus_moderator
from bot.store import GuildConfig

if TYPE_CHECKING:
    from bot.client import ChokepointBot

Use = discord.Interaction["ChokepointBot"]


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


class FeedCommands(app_commands.Group):
    """Feeds: add, list, remove."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everyone but moderators."""
        interaction.extras["actor"] = await require_corpus_moderator(interaction)
        return True

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
        bot, actor, guild = interaction.client, interaction.extras["actor"], interaction.guild_id
        if url:
            await bot.feeds.add(actor, url, trusted, guild)
        else:
            await bot.feeds.add_register(actor, agency or None, term or None, trusted, guild)
        say = bot.phrases(interaction.locale)
        feeds = await bot.store.feeds.all()
        await interaction.edit_original_response(view=feeds_card(feeds, say))

    @app_commands.command(description="What is watched, and how the last fetch went")
    async def list(self, interaction: Use) -> None:
        """Show the feeds."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        feeds = await interaction.client.store.feeds.all()
        say = interaction.client.phrases(interaction.locale)
        await interaction.edit_original_response(view=feeds_card(feeds, say))

    @app_commands.command(description="Stop watching a feed")
    @app_commands.describe(feed="The feed's number in /corpus feeds list")
    async def remove(self, interaction: Use, feed: int) -> None:
        """Stop watching; what it brought stays in the queue."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        bot = interaction.client
        await bot.feeds.remove(interaction.extras["actor"], feed, interaction.guild_id)
        feeds = await bot.store.feeds.all()
        card = feeds_card(feeds, bot.phrases(interaction.locale))
        await interaction.edit_original_response(view=card)


class ConfigCommands(app_commands.Group):
    """A server's settings."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Refuse everyone but moderators."""
        interaction.extras["actor"] = await require_corpus_moderator(interaction)
        return True

    @app_commands.command(description="Show the settings of this server")
    async def show(self, interaction: Use) -> None:
        """Show the settings."""
        await self._change(interaction, {})

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
        config = await self._config(interaction)
        allowed = () if everywhere else _toggled(config.allowed_channels, channel)
        await self._change(interaction, {"allowed_channels": allowed})

    @app_commands.command(description="Answer a channel or forum without being asked, or stop")
    @app_commands.describe(channel="A channel or forum; once more takes it back")
    async def auto(self, interaction: Use, channel: Askable) -> None:
        """Put a channel on the list of those answered without being asked, or take it off."""
        config = await self._config(interaction)
        await self._change(interaction, {"auto_channels": _toggled(config.auto_channels, channel)})

    @app_commands.command(description="The role that may keep the corpus; none: Manage Server")
    async def role(self, interaction: Use, role: discord.Role | None = None) -> None:
        """Set the moderators' role."""
        await self._change(interaction, {"moderator_role": role.id if role else None})

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
        await self._change(
            interaction,
            {"user_cooldown": person, "channel_cooldown": channel, "guild_cooldown": server},
        )

    @app_commands.command(description="Where questions for people go; none: nowhere")
    async def human(self, interaction: Use, channel: discord.TextChannel | None = None) -> None:
        """Set the channel that gets what members hand to a person."""
        await self._change(interaction, {"human_channel": channel.id if channel else None})

    @app_commands.command(description="Mark answers that no moderator has reviewed")
    async def label(self, interaction: Use, on: bool) -> None:
        """Switch the mark on or off."""
        await self._change(interaction, {"label_unreviewed": on})

    async def _config(self, interaction: Use) -> GuildConfig:
        bot: ChokepointBot = interaction.client
        return await bot.store.guilds.config(interaction.guild_id)

    async def _change(self, interaction: Use, values: dict[str, Any]) -> None:
        await interaction.response.defer(thinking=True, ephemeral=True)
        bot = interaction.client
        config = await self._config(interaction)
        if values and interaction.guild_id:
            subject = ", ".join(values)
            async with bot.curator.noted(
                interaction.extras["actor"], "config", subject, interaction.guild_id
            ):
                config = replace(config, **values)
                await bot.store.guilds.save(interaction.guild_id, config)
        card = config_card(config, bot.phrases(interaction.locale))
        await interaction.edit_original_response(view=card)


def _toggled(
    ids: tuple[int, ...], channel: app_commands.AppCommandChannel | None
) -> tuple[int, ...]:
    """Return `ids` with the channel on the list, or off it if it was on."""
    if channel is None:
        return ids
    without = tuple(id_ for id_ in ids if id_ != channel.id)
    return without if channel.id in ids else (*ids, channel.id)
