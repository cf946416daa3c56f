"""Where keys come from, and that nothing of one is ever said."""

import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpline.kernel import keyring
from helpline.kernel.kek_command import CommandFailed, output_of
from helpline.kernel.kek_sources import Kind, NoKeys, Source, chosen_source, id_of, ring_from
from tests.kernel.key_sources import key_file, new_kek

NEW, NEW_ID = new_kek()
OLD, OLD_ID = new_kek()


def command(path: Path, code: str) -> str:
    path.write_text(code)
    return f"{sys.executable} {path}"


def chosen(**named: str) -> Source:
    return chosen_source(**{"text": "", "file": "", "command": ""} | named, fallback_file=Path("fallback"))  # type: ignore[arg-type]


def test_one_source_is_chosen_and_two_are_refused() -> None:
    assert chosen() == Source(Kind.FILE, "fallback")
    assert chosen(file="here") == Source(Kind.FILE, "here")
    assert chosen(command="ask") == Source(Kind.COMMAND, "ask")
    assert chosen(text=NEW) == Source(Kind.ENVIRONMENT, NEW)
    assert chosen(text="memory") == Source(Kind.MEMORY)
    with pytest.raises(NoKeys, match=r"not HELPLINE_KEK and HELPLINE_KEK_FILE\.$"):
        chosen(text=NEW, file="here")


@pytest.mark.parametrize("text", [f"{NEW}\n{OLD}\n", f"# of May\n\n{NEW}\n# before\n{OLD}", f"{NEW},{OLD}"])
def test_the_first_key_is_the_newest(text: str) -> None:
    ring = ring_from(Source(Kind.ENVIRONMENT, text))

    assert (ring.first, list(ring.keys)) == (NEW_ID, [NEW_ID, OLD_ID])
    assert all(id_of(key) == kek for kek, key in ring.keys.items())


@pytest.mark.parametrize("text", ["", "# nothing", "no base64!", f"{NEW}\nAAAA", " ".join([NEW] * 9)])
def test_what_is_no_key_is_refused_without_a_word_of_it(text: str) -> None:
    with pytest.raises(NoKeys) as refusal:
        ring_from(Source(Kind.ENVIRONMENT, text))

    assert "HELPLINE_KEK_FILE" in str(refusal.value)
    assert NEW[:8] not in str(refusal.value)


def test_neither_a_source_nor_a_ring_shows_a_key() -> None:
    source = Source(Kind.ENVIRONMENT, NEW)
    shown = f"{source} {source!r} {ring_from(source)!r}"

    assert NEW not in shown
    assert str(ring_from(source).keys[NEW_ID]) not in shown
    assert NEW_ID in shown


def test_a_key_in_memory_is_another_one_each_time() -> None:
    assert ring_from(Source(Kind.MEMORY)).first != ring_from(Source(Kind.MEMORY)).first


def test_a_command_gives_keys_and_gets_no_shell(tmp_path: Path) -> None:
    asks = command(tmp_path / "kms.py", f"import sys\nprint({NEW!r} if sys.argv[1:] == ['$(id)'] else '')")

    assert ring_from(Source(Kind.COMMAND, f"{asks} '$(id)'")).first == NEW_ID


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; sys.stderr.write('secret'); sys.exit(3)", "status 3"),
        ("while True: print('secret' * 1000)", "more than 4096 bytes"),
        ("import time; print('secret', flush=True); time.sleep(600)", "longer than 0.5 seconds"),
        ("import sys; sys.stdout.buffer.write(b'\\xff')", "no base64"),
    ],
)
def test_a_command_that_misbehaves_is_refused_and_not_quoted(
    code: str, words: str, tmp_path: Path, capfd: Any
) -> None:
    with pytest.raises(CommandFailed, match=words) as refusal:
        output_of(command(tmp_path / "kms.py", code), seconds=0.5 if "sleep" in code else 15)

    assert "secret" not in str(refusal.value) + "".join(capfd.readouterr())


@pytest.mark.parametrize("line", ["/no/such/program", "unbalanced '", "  "])
def test_a_command_that_cannot_be_run_says_so(line: str) -> None:
    with pytest.raises(CommandFailed, match="cannot be run"):
        output_of(line)


def test_a_running_process_learns_of_a_key_where_it_meets_its_id(settings: Any, tmp_path: Path) -> None:
    path = key_file(settings, tmp_path / "kek", OLD)
    assert list(keyring.ring().keys) == [OLD_ID]
    path.write_text(f"{NEW}\n{OLD}\n")
    assert list(keyring.ring().keys) == [OLD_ID]

    assert list(keyring.ring_with(NEW_ID).keys) == [NEW_ID, OLD_ID]


def test_an_unknown_id_asks_a_command_once_and_not_for_each_row(settings: Any, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    settings.HELPLINE_KEK = ""
    settings.HELPLINE_KEK_COMMAND = command(
        tmp_path / "kms.py", f"open({str(calls)!r}, 'a').write('x')\nprint({OLD!r})"
    )
    for _ in range(5):
        assert "f" * 16 not in keyring.ring_with("f" * 16).keys

    # Once for the keys, and once for the id.
    assert calls.read_text() == "xx"


def test_a_source_that_is_away_leaves_what_is_known(settings: Any, tmp_path: Path) -> None:
    path = key_file(settings, tmp_path / "kek", OLD)
    keyring.ring()
    path.unlink()

    assert keyring.read_again().first == OLD_ID
    with pytest.raises(ImproperlyConfigured, match="HELPLINE_KEK_FILE"):
        keyring.read_again(at_once=True)
    assert keyring.ring().first == OLD_ID
