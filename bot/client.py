"""The bot and its life: log in, register commands, answer, leave without dropping anybody."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands
from discord.http import Route
from pydantic import SecretStr

from bot.cards.phrases import Say, english
from bot.cogs.ask import Ask
from bot.cogs.browse import Browse
from bot.cogs.corpus import CorpusCommands
from bot.cogs.member import MemberCommands
from bot.cogs.menus import Menus
from bot.cogs.sources import Sources
from bot.components.answer import (
    AskHuman,
    FollowUp,
    Helpful,
    Notes,
    NotHelpful,
    OpenThread,
    PrivateCopy,
)
from bot.components.corpus import CorpusButton
from bot.components.corpus_edit import EditButton, EditForm, PartForm, PartMenu
from bot.components.corpus_forms import CorrectionForm, FactsForm, QuoteForm, TextForm
from bot.components.corpus_gaps import CloseGap
from bot.components.form import Form, submit
from bot.components.forms import FollowUpForm, ReasonForm
from bot.components.pages import SourcesPage
from bot.components.passage import PassageButton, PassageMenu
from bot.components.privacy import PrivacyButton
from bot.components.turning import TurnPage
from bot.curation import Curator
from bot.desk import Desk
from bot.endpoints import endpoints
from bot.feeds import FeedWatcher
from bot.memory import Memory
from bot.reaching import WRONG_TOKEN, unreachable, until_reached, username
from bot.seen import Seen
from bot.settings import Settings
from bot.store import Store, database_url
from bot.sync import sync_commands
from bot.translations import CommandTranslator, load_catalogues
from bot.tree import Tree
from bot.work import Work
from retrieval.errors import ChokepointError
from retrieval.librarian import Librarian

_log = logging.getLogger(__name__)

# With these codes the gateway closes a connection that another attempt would not mend.
TOKEN_REFUSED = 4004
SHARDS_REFUSED = (4010, 4011)

BUTTONS = (
    AskHuman,
    CloseGap,
    CorpusButton,
    EditButton,
    FollowUp,
    Helpful,
    NotHelpful,
    Notes,
    OpenThread,
    PartMenu,
    PassageButton,
    PassageMenu,
    PrivacyButton,
    PrivateCopy,
    SourcesPage,
    TurnPage,
)
FORMS: tuple[type[Form], ...] = (
    CorrectionForm,
    EditForm,
    FactsForm,
    FollowUpForm,
    PartForm,
    QuoteForm,
    ReasonForm,
    TextForm,
)


class ChokepointBot(commands.AutoShardedBot):
    """The bot: no privileged intent, no message that can ping anyone."""

    tree: Tree

    def __init__(self, settings: Settings, librarian: Librarian, store: Store) -> None:
        """Answer through `librarian`, remember in `store`."""
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_messages = True
        intents.dm_messages = True
        intents.message_content = settings.message_content
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            **_shards(settings),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.settings = settings
        self.librarian = librarian
        self.store = store
        self.memory = Memory(settings.memory_minutes)
        self._catalogues = load_catalogues()
        self.seen = Seen()
        self.handed_over = Seen()
        self.work = Work()
        self.desk = Desk(self)
        self.curator = Curator(librarian, store, settings.retrieval())
        self.feeds = FeedWatcher(self.curator, settings.federal_register)
        self._watching: asyncio.Task[None] | None = None

    def phrases(self, locale: discord.Locale) -> Say:
        """Return the fixed words in a language."""
        return self._catalogues.get(locale, english)

    async def setup_hook(self) -> None:
        """Load the features, and register the commands if they changed."""
        for cog in (
            Ask(self),
            Browse(self),
            MemberCommands(self),
            Menus(self),
            Sources(self),
            CorpusCommands(self),
        ):
            await self.add_cog(cog)
        await self.tree.set_translator(CommandTranslator(self._catalogues))
        self.add_dynamic_items(*BUTTONS)
        await self.store.audit.settle()
        self._watching = asyncio.create_task(self.feeds.run())
        if self.settings.discord_gateway and self.settings.shard_count is None:
            # With the count known, discord.py connects to the gateway it was told, not to the one
            # that the REST API names.
            self.shard_count, _, _ = await self.http.get_bot_gateway()
        await sync_commands(self, self.settings.data / "commands.json")

    async def close(self) -> None:
        """Stop watching the feeds, finish what members wait for, and leave."""
        if self._watching:
            self._watching.cancel()
            # It may be in the midst of a transaction, which the store must outlive.
            await asyncio.wait([self._watching])
        await self.work.settle()
        await super().close()

    async def on_ready(self) -> None:
        """Say so in the log; may happen many times."""
        _log.info("ready as %s in %d servers", self.user, len(self.guilds))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Handle a form; commands, buttons and menus find their own way."""
        if interaction.type is discord.InteractionType.modal_submit and self.seen.first(
            interaction.id
        ):
            await submit(interaction, FORMS)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log what a listener raised."""
        _log.exception("in %s", event_method)

    async def on_command_error(self, context: object, exception: Exception, /) -> None:
        """Ignore: there are no text commands, a mention is a question."""


def _shards(settings: Settings) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if settings.shard_ids:
        given["shard_ids"] = list(settings.shard_ids)
    if settings.shard_count:
        given["shard_count"] = settings.shard_count
    return given


async def serve(settings: Settings, librarian: Librarian) -> None:
    """Run the bot until it is cancelled; while Discord can't be reached, say so and keep trying.

    Raises:
        ChokepointError: there is no token, or Discord refuses it, the intents or the shards.
    """
    token = settings.discord_token
    if token is None:
        raise ChokepointError("There is no DISCORD_TOKEN; put the bot's token into .env.")
    url = database_url(settings.database, settings.data)
    with endpoints(settings.discord_api, settings.discord_gateway):
        async with await Store.open(url) as store:
            await until_reached(
                lambda: _serve(ChokepointBot(settings, librarian, store), settings, token)
            )


async def _serve(bot: ChokepointBot, settings: Settings, token: SecretStr) -> None:
    await username(token, settings.discord_api)
    try:
        async with bot:
            await bot.start(token.get_secret_value())
    except discord.LoginFailure as error:
        raise ChokepointError(WRONG_TOKEN) from error
    except discord.PrivilegedIntentsRequired as error:
        raise ChokepointError(
            "Discord refuses the bot's intents; switch the message content intent on in the "
            "developer portal, or leave CHOKEPOINT_MESSAGE_CONTENT off."
            if settings.message_content
            else "Discord refuses the bot's intents; this bot needs no privileged one, so the "
            "token may belong to another application."
        ) from error
    except discord.ConnectionClosed as error:
        if error.code == TOKEN_REFUSED:
            raise ChokepointError(WRONG_TOKEN) from error
        if error.code in SHARDS_REFUSED:
            raise ChokepointError(
                "Discord refuses the shards; check CHOKEPOINT_SHARD_IDS and CHOKEPOINT_SHARD_COUNT."
            ) from error
        raise ChokepointError(f"Discord closed the connection ({error}).") from error
    except (aiohttp.ClientError, ConnectionError, TimeoutError) as error:
        raise unreachable(Route.BASE, error) from error
    except discord.GatewayNotFound as error:
        raise unreachable(Route.BASE, error.__cause__ or error) from error
    except discord.HTTPException as error:
        if error.status == 429 or error.status >= 500:
            raise unreachable(Route.BASE, f"HTTP {error.status}") from error
        raise
