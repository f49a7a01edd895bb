from __future__ import annotations

from aiohttp import web

from bot.playground.rates import Rates
from tests.bot.playground.conftest import Clock, RawBot

POST = "POST /channels/{channel}/messages"


async def test_the_sixth_message_in_five_seconds_is_told_when_to_come_back(raw: RawBot) -> None:
    path = f"/channels/{raw.playground.scene.general}/messages"
    replies = [await raw.call("POST", path, {"content": str(n)}) for n in range(6)]
    assert [one.status for one in replies] == [200] * 5 + [429]
    assert [one.headers["X-RateLimit-Remaining"] for one in replies[:5]] == list("43210")
    last = replies[-1]
    assert 0 < last.body["retry_after"] <= 5.001
    assert last.headers["Via"]
    assert last.headers["Content-Type"] == "application/json"


def test_a_bucket_is_a_channel_s_own_and_fills_again() -> None:
    clock = Clock()
    rates = Rates(clock)
    for _ in range(5):
        assert not isinstance(rates.take(POST, "one", exempt=False), web.Response)
    assert isinstance(rates.take(POST, "one", exempt=False), web.Response)
    assert not isinstance(rates.take(POST, "two", exempt=False), web.Response)
    clock.now += 5
    assert not isinstance(rates.take(POST, "one", exempt=False), web.Response)


def test_fifty_requests_a_second_are_the_limit_of_all_but_interactions() -> None:
    rates = Rates(Clock())
    for _ in range(50):
        assert rates.take("GET /users/@me", "", exempt=False) == {}
    refusal = rates.take("GET /users/@me", "", exempt=False)
    assert isinstance(refusal, web.Response)
    assert refusal.headers["X-RateLimit-Global"] == "true"
    assert rates.take("POST /interactions/{interaction}/{token}/callback", "", exempt=True) == {}
