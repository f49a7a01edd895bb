"""Pages as drafts: what an article says of itself, and what is no article."""

from __future__ import annotations

import pytest

from retrieval.documents import PartialDate
from retrieval.sources.federal_register import documents_url, read_documents
from retrieval.sources.feed import FeedItem, read_feed
from retrieval.sources.fetch import Fetcher, FetchError
from retrieval.sources.web import page_draft
from tests.retrieval.sources.web import PARAGRAPH, Web, served


@pytest.fixture
async def web():
    async with served() as world:
        yield world


@pytest.fixture
async def fetcher(web: Web):
    async with Fetcher(web.allowed) as made:
        yield made


async def test_an_article_with_what_the_page_says_of_it(web: Web, fetcher):
    draft = await page_draft(fetcher, f"{web.base}/to?url=/article#top")
    assert draft.title == "Second berth opens in Saltmarsh"
    assert (draft.publisher, draft.author) == ("The Harbour Gazette", "Ida Fenn")
    assert draft.published == PartialDate("2025-04-10")
    assert draft.url == f"{web.base}/article"
    assert PARAGRAPH in draft.text
    assert "cookies" not in draft.text


async def test_the_charset_that_the_server_names_is_used(web: Web, fetcher):
    assert "couronnes d'été" in (await page_draft(fetcher, f"{web.base}/latin")).text


async def test_plain_text_takes_its_title_from_the_address(web: Web, fetcher):
    draft = await page_draft(fetcher, f"{web.base}/text")
    assert (draft.title, draft.text) == ("text", f"Berth news\n\n{PARAGRAPH}")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/login", "asks for a login or a subscription"),
        ("/wall", "asks for a login or a subscription"),
        ("/to?url=/login", "asks for a login or a subscription"),
        ("/cookies", "shows a page about cookies"),
        ("/empty", "holds no article text"),
        ("/script", "wants to see a browser"),
        ("/zip", "is application/zip, not a page"),
        ("/nul", "NUL bytes"),
        ("/pdf", "the PDF can't be read"),
    ],
)
async def test_what_is_no_article_is_one_plain_sentence(web: Web, fetcher, path, says):
    with pytest.raises(FetchError, match=says) as caught:
        await page_draft(fetcher, web.base + path)
    assert "\n" not in str(caught.value)


async def test_an_rss_feed_names_its_articles(web: Web, fetcher):
    content = read_feed(await fetcher.get(f"{web.base}/rss"))
    assert content.title == "Coast Radio"
    assert content.items == (
        FeedItem(
            url=f"{web.base}/article",
            title="Berth & dock",
            summary="A second berth.",
            author="desk@radio.example (Ida Fenn)",
            publisher="Coast Radio",
            published="2031-04-10",
        ),
    )


async def test_an_atom_feed_with_relative_links(web: Web, fetcher):
    (item,) = read_feed(await fetcher.get(f"{web.base}/atom")).items
    assert (item.url, item.published) == (f"{web.base}/one", "2031-01-02")


async def test_a_feed_that_has_not_changed_is_not_sent_again(web: Web, fetcher):
    first = await fetcher.get(f"{web.base}/rss")
    assert (first.etag, first.last_modified) == ('"v1"', "Thu, 10 Apr 2031 08:00:00 GMT")
    again = await fetcher.get(f"{web.base}/rss", etag=first.etag, last_modified=first.last_modified)
    assert (again.status, again.data) == (304, None)
    assert web.seen[-1][1]["If-Modified-Since"] == first.last_modified


@pytest.mark.parametrize("path", ["/article", "/xmlbomb", "/text"])
async def test_what_is_no_feed_is_one_plain_sentence(web: Web, fetcher, path):
    with pytest.raises(FetchError, match="is no RSS or Atom feed"):
        read_feed(await fetcher.get(web.base + path))


async def test_the_federal_register_by_agency_and_term(web: Web, fetcher):
    url = documents_url(web.base, "industry-and-security-bureau", "advanced computing")
    (item,) = read_documents(await fetcher.get(url)).items
    assert item.title == "Revision to Licence Review Policy for Wafers"
    assert (item.author, item.publisher) == ("Bureau of Wafers", "Federal Register")
    assert (item.url, item.published) == (f"{web.base}/article", "2031-04-11")
    asked = web.seen[-1][0]
    assert "conditions%5Bagencies%5D%5B%5D=industry-and-security-bureau" in asked
    assert "conditions%5Bterm%5D=advanced+computing" in asked


async def test_what_is_not_the_federal_registers_answer_is_one_plain_sentence(web: Web, fetcher):
    with pytest.raises(FetchError, match="did not give the Federal Register's list"):
        read_documents(await fetcher.get(f"{web.base}/article"))
