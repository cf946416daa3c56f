"""The caller's page as a person uses it: by the words that stand on it."""

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

from chat.texts import consent, texts

# Whatever the words are: the texts are read from where the page has them.
T = texts("en")


def words_of(items: Locator, part: str) -> list[str]:
    return [item.locator(part).text_content() or "" for item in items.all()]


class CallerPage:
    """A caller with a telephone."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin

    def opens_home(self) -> Self:
        self.page.goto(f"{self.origin}/")
        return self

    def opens_chat(self) -> Self:
        self.page.get_by_role("link", name=T["home_button"], exact=True).click()
        return self

    def presses(self, name: str) -> Self:
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def agrees(self) -> Self:
        """Press Start, read the limits of confidentiality, and agree."""
        self.presses(T["start_button"])
        return self.presses(consent("en")["agree"])

    def chooses(self, question: str, answer: str) -> Self:
        """Answer one question by its button; the next one follows."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(question)
        return self.presses(answer)

    def picks(self, question: str, answer: str) -> Self:
        """Choose from the list of one question, or leave it out."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(question)
        if not answer:
            return self.presses(T["skip"])
        self.page.get_by_label(question).select_option(answer)
        return self.presses(T["continue"])

    def answers_and_waits(self, *, area: str = "", one_language: bool = False) -> Self:
        """Answer the questions as somebody worried about himself, and wait in the queue.

        `one_language`: nobody of the service writes in another, so that it asks for none.
        """
        self.chooses(T["about_question"], T["about_own_behaviour"])
        self.chooses(T["safe_question"], T["yes"]).chooses(T["private_question"], T["yes"])
        self.chooses(T["age_question"], T["age_26_40"]).chooses(T["gender_question"], T["gender_man"])
        self.picks(T["area_question"], area)
        if not one_language:
            self.chooses(T["language_question"], T["language_name_en"])
        self.picks(T["interpreter_question"], "")
        return self.sees(T["waiting_heading"])

    def starts(self) -> Self:
        """Come from the home page to the queue by the shortest way."""
        return self.opens_home().opens_chat().agrees().answers_and_waits()

    def sees(self, words: str) -> Self:
        expect(self.page.get_by_text(words).first).to_be_visible()
        return self

    def writes(self, body: str) -> Self:
        """Write a message and press Send; it may have to wait for the line."""
        self.page.get_by_label(T["composer_label"]).fill(body)
        self.presses(T["send"])
        expect(self.message(body)).to_have_count(1)
        return self

    def says(self, body: str) -> Self:
        """Write a message and wait until the service has it."""
        self.writes(body)
        expect(self.message(body).locator(".message__meta")).to_have_text(
            re.compile(f"{T['state_sent']}|{T['state_seen']}")
        )
        return self

    def hears(self, body: str) -> Self:
        expect(self.message(body)).to_have_count(1)
        return self

    def message(self, body: str) -> Locator:
        item = self.page.locator("li.message")
        return item.filter(has=self.page.locator(".message__body").get_by_text(body, exact=True))

    @property
    def transcript(self) -> list[str]:
        """Every message on the page from top to bottom, as its words."""
        return words_of(self.page.locator("li.message:has(.message__body)"), ".message__body")

    @property
    def cards(self) -> list[str]:
        return self.page.locator(".card__name").all_text_contents()

    def ends(self) -> Self:
        self.presses(T["menu"]).presses(T["end"])
        # The button that asked and the one that answers are told apart by their words.
        self.presses(T["end_yes"])
        return self.sees(T["ended_heading"])
