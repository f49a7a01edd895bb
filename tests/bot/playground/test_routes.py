"""The routes of which only the answer's shape matters; the fixture holds it against Discord's."""

from __future__ import annotations

from tests.bot.playground.conftest import COMMANDS, RawBot


async def test_everything_that_can_be_read_is_read(bot: RawBot) -> None:
    world, scene = bot.playground.world, bot.playground.scene
    guild, application = world.guild["id"], world.bot
    command = next(iter(world.commands.scope(None)))
    thread = bot.playground.people.thread(scene.member, scene.forum, "A post", content="Well?")
    paths = [
        "/users/@me",
        f"/users/{scene.member}",
        "/users/@me/guilds",
        "/oauth2/applications/@me",
        "/applications/@me",
        f"/applications/{application}/emojis",
        "/gateway",
        "/gateway/bot",
        f"/applications/{application}/commands",
        f"/applications/{application}/commands/{command}",
        f"/applications/{application}/guilds/{guild}/commands",
        f"/applications/{application}/guilds/{guild}/commands/permissions",
        f"/channels/{scene.general}",
        f"/channels/{scene.forum}",
        f"/channels/{thread['id']}",
        f"/channels/{world.direct(scene.member)}",
        f"/channels/{thread['id']}/messages/{thread['id']}",
        f"/channels/{scene.general}/threads/archived/public",
        f"/guilds/{guild}",
        f"/guilds/{guild}/channels",
        f"/guilds/{guild}/roles",
        f"/guilds/{guild}/threads/active",
        f"/guilds/{guild}/members/{scene.member}",
    ]
    assert {path: (await bot.call("GET", path)).status for path in paths} == dict.fromkeys(
        paths, 200
    )


async def test_commands_are_created_changed_and_deleted_one_by_one(bot: RawBot) -> None:
    world = bot.playground.world
    base = f"/applications/{world.bot}/guilds/{world.guild['id']}/commands"
    created = await bot.call("POST", base, COMMANDS[0])
    again = await bot.call("POST", base, {**COMMANDS[0], "description": "Ask anew"})
    assert (created.status, again.status) == (201, 200)
    assert created.body["id"] == again.body["id"]
    path = f"{base}/{created.body['id']}"
    changed = await bot.call("PATCH", path, {"description": "Ask once more"})
    assert changed.body["description"] == "Ask once more"
    assert (await bot.call("DELETE", path)).status == 204
    gone = await bot.call("GET", path)
    assert (gone.status, gone.code) == (404, 10063)


async def test_commands_beyond_the_limits_are_refused(bot: RawBot) -> None:
    base = f"/applications/{bot.playground.world.bot}/commands"
    ask = COMMANDS[0]
    question, outlet, file = ask["options"]
    bad = [
        {**ask, "name": "Ask"},
        {**ask, "description": "x" * 101},
        {**ask, "options": [outlet, question, file]},
        {**ask, "options": [question, question]},
        {**ask, "options": [{**outlet, "choices": [{"name": "a", "value": "a"}]}]},
        {**ask, "options": [{**outlet, "name": f"o{n}"} for n in range(26)]},
        {"name": "Check", "type": 3, "description": "not allowed"},
    ]
    codes = [(await bot.call("PUT", base, [one])).code for one in bad]
    assert codes == [50035] * len(bad)
    twice = await bot.call("PUT", base, [ask, ask])
    many = await bot.call("PUT", base, [{**ask, "name": f"ask{n}"} for n in range(101)])
    menus = [{"name": f"menu {n}", "type": 3} for n in range(16)]
    assert [twice.code, many.code, (await bot.call("PUT", base, menus)).code] == [50035] * 3
