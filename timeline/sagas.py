"""Gold sagas: one chain of real acts told by many articles, and which sentence of which article tells which act."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from crawler.records import Article
from nlp.evaluate import GoldError

Row = TypeVar("Row", bound=BaseModel)


class GoldArticle(BaseModel):
    """One line of ``articles.jsonl``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    url: str
    source: str
    source_kind: str
    title: str
    published: date
    text: str

    @property
    def article(self) -> Article:
        """The article as a crawl on the day of its publication would hand it on."""
        return Article(
            url=self.url,
            canonical_url=self.url,
            source=self.source,
            title=self.title,
            byline=None,
            published=self.published,
            published_basis="file",
            updated=None,
            language="en",
            text=self.text,
            fetched_at=datetime.combine(self.published, time(12), UTC),
        )


class Telling(BaseModel):
    """A sentence of an article that tells an act."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    article: str
    sentence: str


class GoldAct(BaseModel):
    """One line of ``events.jsonl``; fields that are not scored are let pass."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    type: str
    date: str | None
    modality: str
    agency: str | None = None
    actor: str | None = None
    targets: tuple[str, ...] = ()
    told_by: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Saga:
    """The articles of one saga and the acts that they tell."""

    name: str
    articles: tuple[GoldArticle, ...]
    acts: tuple[GoldAct, ...]


def load_saga(folder: Path) -> Saga:
    """The saga in a folder with ``articles.jsonl`` and ``events.jsonl``; GoldError names the file and the line."""
    articles = tuple(_rows(GoldArticle, folder / "articles.jsonl"))
    acts = tuple(_rows(GoldAct, folder / "events.jsonl"))
    texts = {article.id: article.text for article in articles}
    for act in acts:
        for telling in act.told_by:
            if telling.sentence not in texts.get(telling.article, ""):
                raise GoldError(
                    f"{folder / 'events.jsonl'}: {act.id} is told by a sentence that {telling.article} does not have: "
                    f"{telling.sentence!r}."
                )
    return Saga(folder.name, articles, acts)


def _rows(kind: type[Row], path: Path) -> Iterator[Row]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(
            f"{path} cannot be read: {error}; a saga's folder holds articles.jsonl and events.jsonl."
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield kind.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                key = ".".join(str(part) for part in first["loc"])
                raise GoldError(f"{path}, line {number}, key {key!r}: {first['msg']}.") from error
