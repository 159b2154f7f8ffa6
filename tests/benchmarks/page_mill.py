"""Makes news pages as large as real ones: menus, scripts, related stories, and a story of one's choice."""

import json
from collections.abc import Sequence

SCRIPT = "window.dataLayer=window.dataLayer||[];function track(a,b){if(a<b){dataLayer.push({event:a,value:b})}}" * 400
STYLE = ".card{display:flex;margin:0 0 16px}.card a{color:#111}" * 600
SECTIONS = ("World", "Markets", "Politics", "Culture", "Weather", "Sport", "Travel", "Health", "Science", "Books")

IDLE_PARAGRAPHS = (
    "The choir of the old harbour town sang in the rain on Saturday, and some four hundred people stayed to the end.",
    "Its conductor, who has led it for thirty years, said that she had never seen the square so full on a wet day.",
    "The bakery on the corner sold all its rolls before noon and handed out tea to those who stood under the trees.",
    "Next year the singers want to walk from village to village, with a donkey for the drums and the lanterns.",
    "A school class had painted the banners, which hung between the lamp posts and dried over the following night.",
    "The mayor, a tenor in his youth, promised that the benches would be mended and the fountain cleaned in spring.",
)


def news_page(title: str, paragraphs: Sequence[str], number: int) -> bytes:
    """A page of some 150 kB with a story in it; its menus and teasers tell of nothing in particular."""
    menu = "".join(
        f'<li class="nav__item"><a href="/{name.lower()}/{n}">{name} {n}</a></li>'
        for n in range(12)
        for name in SECTIONS
    )
    cards = "".join(
        f'<div class="related-card"><a href="/stories/{n}"><h3>Ten walks by the sea, part {n}</h3></a>'
        f"<p>Where the path is dry and the view is wide.</p></div>"
        for n in range(30)
    )
    stated = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": f"2020-01-{number % 28 + 1:02}T08:00:00Z",
        "author": {"@type": "Person", "name": "Ann Example"},
    }
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Example News</title>'
        f'<meta property="og:title" content="{title}"><script type="application/ld+json">{json.dumps(stated)}</script>'
        f"<style>{STYLE}</style><script>{SCRIPT}</script></head><body><nav><ul>{menu}</ul></nav>"
        f'<main><article class="story"><h1>{title}</h1><p class="byline">By Ann Example</p><div class="story-body">{body}</div>'
        f'</article><aside class="related">{cards}</aside></main><footer><p>Example News</p></footer>'
        f"<script>{SCRIPT}</script></body></html>"
    ).encode()


def idle_page(number: int) -> bytes:
    """A page whose story has nothing to do with trade."""
    turned = [*IDLE_PARAGRAPHS[number % 6 :], *IDLE_PARAGRAPHS[: number % 6]] * 3
    return news_page(f"Singing in the rain, evening {number}", turned, number)
