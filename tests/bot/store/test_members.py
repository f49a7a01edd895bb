"""What members leave in the store: answers they got, votes, settings; and its export and end."""

import json

from bot.store import Actor, Asker, GuildConfig, MemberSettings, ReviewVerdict
from retrieval.answer import (
    Answer,
    AnswerStatus,
    Citation,
    Notice,
    NoticeKind,
    Retrieved,
    Source,
    Statement,
    StatementKind,
)


def answer(question="Which chips need a licence?", status=AnswerStatus.ANSWERED):
    citation = Citation(1, "a-rule", 0, 12, "A rule says.")
    return Answer(
        question=question,
        status=status,
        confidence=0.9,
        as_of="2026-01-15",
        seconds=0.01,
        statements=(Statement("A rule says.", StatementKind.FACT, (citation,)),),
        sources=(Source(1, "a-rule", "A rule", None, None, "2026-01", None, "rule", "in_force"),),
        notices=(Notice(NoticeKind.STALE, "Old."),),
        retrieved=(Retrieved("a-rule", 0, 12, "A rule says.", 0.7),),
        generation="g-1",
    )


async def test_an_answer_comes_back_as_it_was_given(store):
    asker = Asker(user_id=2**62, guild_id=5, channel_id=6)
    number = await store.answers.keep(answer(), asker)
    kept = await store.answers.get(number)
    assert (kept.answer, kept.asker) == (answer(), asker)
    assert await store.answers.get(number + 1) is None


async def test_a_later_vote_replaces_the_earlier_one_of_the_same_person(store):
    number = await store.answers.keep(answer(), Asker())
    assert await store.feedback.vote(number, 1, helpful=False, reason="wrong date")
    assert await store.feedback.vote(number, 1, helpful=True)
    assert await store.feedback.vote(number, 2, helpful=False)
    votes = await store.feedback.votes(number)
    assert [(vote.user_id, vote.helpful, vote.reason) for vote in votes] == [
        (1, True, None),
        (2, False, None),
    ]
    assert not await store.feedback.vote(number + 1, 1, helpful=True)


async def test_gaps_are_abstentions_and_unhelpful_answers_of_a_server(store):
    await store.answers.keep(answer("good"), Asker(guild_id=1))
    await store.answers.keep(answer("unknown", AnswerStatus.ABSTAINED), Asker(guild_id=1))
    bad = await store.answers.keep(answer("bad"), Asker(guild_id=1))
    await store.feedback.vote(bad, 9, helpful=False)
    await store.answers.keep(answer("elsewhere", AnswerStatus.ABSTAINED), Asker(guild_id=2))
    gaps = await store.feedback.gaps(guild_id=1)
    assert [kept.answer.question for kept in gaps] == ["bad", "unknown"]
    assert len(await store.feedback.gaps()) == 3
    assert [kept.id for kept in await store.feedback.reported(guild_id=1)] == [bad]
    assert await store.feedback.reported(guild_id=2) == []


async def test_a_review_is_found_for_the_same_question_in_another_form(store):
    moderator = Actor("mod", 3)
    await store.reviews.decide(1, "May China buy the H200?", ReviewVerdict.ENDORSED, moderator)
    await store.reviews.decide(
        1, "may china buy the H200", ReviewVerdict.CORRECTED, moderator, "Only some firms."
    )
    found = await store.reviews.find(1, "  May  China buy the “H200” ? ")
    assert (found.verdict, found.text, found.by) == (
        ReviewVerdict.CORRECTED,
        "Only some firms.",
        moderator,
    )
    assert len(await store.reviews.latest(1)) == 1
    assert await store.reviews.find(2, "May China buy the H200?") is None
    await store.reviews.withdraw(1, "May China buy the H200?")
    assert await store.reviews.find(1, "May China buy the H200?") is None


async def test_a_server_and_a_person_have_settings_with_defaults(store):
    assert await store.guilds.config(None) == GuildConfig()
    config = GuildConfig(allowed_channels=(1, 2**60), user_cooldown=2.5, moderator_role=4)
    await store.guilds.save(8, config)
    assert await store.guilds.config(8) == config
    assert await store.guilds.config(9) == GuildConfig()
    assert await store.members.settings(1) == MemberSettings()
    await store.members.save(1, MemberSettings(text_only=True))
    assert (await store.members.settings(1)).text_only


async def test_a_person_gets_everything_and_can_have_it_deleted(store):
    mine = await store.answers.keep(answer("mine"), Asker(user_id=1, guild_id=2))
    other = await store.answers.keep(answer("other"), Asker(user_id=5))
    await store.feedback.vote(mine, 5, helpful=True)
    await store.feedback.vote(other, 1, helpful=False, reason="my reason")
    await store.members.save(1, MemberSettings(text_only=True))
    await store.audit.record(Actor("me", 1), "add", "a-rule")
    await store.reviews.decide(2, "mine", ReviewVerdict.HIDDEN, Actor("me", 1))
    export = await store.personal.export(1)
    json.dumps(export)
    assert [row["question"] for row in export["questions"]] == ["mine"]
    assert [row["reason"] for row in export["votes"]] == ["my reason"]
    assert export["settings"] == {"text_only": True}
    assert (len(export["acts"]), len(export["reviews"])) == (1, 1)

    assert await store.personal.delete(1) == 3
    empty = await store.personal.export(1)
    assert not any(empty[name] for name in ("questions", "votes", "settings", "acts", "reviews"))
    assert await store.answers.get(mine) is None
    assert await store.answers.get(other) is not None
    assert await store.feedback.votes() == []
    assert (await store.audit.latest())[0].actor == Actor("deleted account")
