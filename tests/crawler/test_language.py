"""The language of a text, whatever its page states."""

import pytest

from crawler.language import detect_language

ENGLISH = "The ministry said on Tuesday that it would lift its quotas on imported steel from the first of June."
GERMAN = "Das Ministerium teilte am Dienstag mit, dass es die Quoten für eingeführten Stahl zum ersten Juni aufhebt."
FRENCH = "Le ministère a annoncé mardi la levée des quotas sur l'acier importé à compter du premier juin prochain."


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        (ENGLISH, None, "en"),
        (ENGLISH, "de", "en"),
        (GERMAN, "en", "de"),
        (FRENCH, "en", "fr"),
        ("EAR 744.11", "en", "en"),
        ("EAR 744.11", None, None),
    ],
)
def test_text_is_believed_before_what_its_page_states(text: str, stated: str | None, language: str | None) -> None:
    assert detect_language(text, stated) == language
