"""Reads one node of a script file: its wordings, what it does, whom it is for, and the ways on."""

from collections.abc import Collection
from types import MappingProxyType

from helpline.kernel.reading import Block, Keys
from scripts.addressing import is_token
from scripts.done import TOPICS
from scripts.prompt_checks import Jargon, clumsy_in, jargon_in, wrong_with
from scripts.script import BLANK, CALLER_KINDS, END, LANGUAGES, Node, Step, Wording

NODE_KEYS = Keys(
    required=("id", "script", "stage", "prompt", "intent", "next"),
    optional=(
        "alternatives",
        "technique",
        "enter_on_cues",
        "do",
        "dont",
        "log",
        "model",
        "second_turn",
        "does",
        "for",
        *LANGUAGES,
    ),
)
STEP_KEYS = Keys(required=("when", "to"))
WORDING_KEYS = Keys(required=("prompt",), optional=("alternatives",))
ENGLISH = ""


class NodeReader:
    """Knows what a node may name: cues, stages, ids, topics, kinds of caller, languages."""

    def __init__(
        self,
        *,
        cues: Collection[str],
        stages: Collection[str],
        ids: Collection[str],
        languages: Collection[str],
        jargon: Collection[Jargon],
        published: bool,
    ) -> None:
        self.cues = cues
        self.stages = stages
        self.ids = ids
        self.languages = languages
        self.jargon = jargon
        self.published = published

    def read(self, block: Block) -> Node:
        self._check_prompts(block, block.text("script"))
        return Node(
            id=block.text("id"),
            script=block.text("script"),
            stage=self._stage(block),
            prompt=block.text("prompt"),
            intent=block.text("intent"),
            next=self._steps(block),
            alternatives=block.texts("alternatives"),
            technique=block.texts("technique"),
            enter_on_cues=self._cues(block),
            do=block.texts("do"),
            dont=block.texts("dont"),
            log=block.texts("log"),
            model=block.flag("model"),
            second_turn=block.flag("second_turn"),
            does=self.topics(block, "does"),
            audience=self.kinds(block, "for"),
            wordings=MappingProxyType(self._wordings(block)),
            line=block.line,
        )

    def topics(self, block: Block, key: str) -> tuple[str, ...]:
        """Return the topics under a key, noting one that is none."""
        words = block.words(key)
        for word in words:
            if word.text not in TOPICS:
                block.notes.wrong(word.line, f"{block.what}: {key}: there is no topic {word.text}")
        return tuple(word.text for word in words)

    def kinds(self, block: Block, key: str) -> frozenset[str]:
        """Return the kinds of caller under a key; without the key everybody."""
        if key not in block:
            return frozenset(CALLER_KINDS)
        words = block.words(key)
        for word in words:
            if word.text not in CALLER_KINDS:
                problem = f"{key}: {word.text} is not one of {', '.join(CALLER_KINDS)}"
                block.notes.wrong(word.line, f"{block.what}: {problem}")
        if not words:
            block.wrong(key, f"{key} is empty: nobody could be offered it")
        return frozenset(word.text for word in words)

    def _check_prompts(self, block: Block, script: str, language: str = ENGLISH) -> None:
        texts = [(block.line_at("prompt"), "prompt", block.text("prompt"))]
        texts += [(word.line, "alternative", word.text) for word in block.words("alternatives")]
        for line, what, text in texts:
            for problem in wrong_with(text, published=self.published):
                block.notes.wrong(line, f"{block.what}: {what} {problem}")
            for problem in clumsy_in(text):
                block.notes.warn(line, f"{block.what}: {what} {problem}")
            if language == ENGLISH:
                for problem in jargon_in(text, self.jargon, script):
                    block.notes.warn(line, f"{block.what}: {what} {problem}")

    def _wordings(self, block: Block) -> dict[str, Wording]:
        """Return the wordings in other languages: all that the file declares, and none that it does not."""
        found = {}
        for language in LANGUAGES:
            if language in block and language not in self.languages:
                block.wrong(language, f"{language} is not declared: put it into languages")
            elif language in self.languages and language not in block:
                block.wrong("prompt", f"the {language} wording is missing")
            elif (inner := block.block(language)) is not None:
                inner.expect(WORDING_KEYS)
                self._check_prompts(inner, block.text("script"), language)
                self._check_same(block, inner)
                found[language] = Wording(inner.text("prompt"), inner.texts("alternatives"))
        return found

    def _check_same(self, block: Block, inner: Block) -> None:
        """Note where a translation lacks a wording, or has more or fewer blanks than the English."""
        if len(block.texts("alternatives")) != len(inner.texts("alternatives")):
            inner.wrong("alternatives", "as many alternatives as in English are needed")
        english, other = (_blanks(each.text("prompt")) for each in (block, inner))
        if english != other:
            inner.wrong("prompt", f"prompt has {other} blanks, the English one {english}")

    def _stage(self, block: Block) -> str:
        stage = block.text("stage")
        if stage and stage not in self.stages:
            block.wrong("stage", f"there is no stage {stage}")
        return stage

    def _steps(self, block: Block) -> tuple[Step, ...]:
        entries = block.blocks("next", f"{block.what}: next", STEP_KEYS)
        if not entries and "next" in block:
            block.wrong("next", "next is empty: it is a dead end (an ending says: to: END)")
        return tuple(Step(entry.text("when"), self._target(entry, block)) for entry in entries)

    def _target(self, entry: Block, owner: Block) -> str:
        target = entry.text("to")
        if target and target != END and target not in self.ids:
            problem = f"{owner.what}: next goes to '{target}', which does not exist"
            entry.notes.wrong(entry.line_at("to"), problem)
        return target

    def _cues(self, block: Block) -> tuple[str, ...]:
        words = block.words("enter_on_cues")
        for word in words:
            if word.text not in self.cues:
                block.notes.wrong(word.line, f"{block.what}: there is no cue {word.text}")
        return tuple(word.text for word in words)


def _blanks(text: str) -> int:
    return sum(not is_token(blank) for blank in BLANK.findall(text))
