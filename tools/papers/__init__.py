"""What the papers are held to: links that lead somewhere, British spelling."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def papers(root: Path = ROOT) -> list[Path]:
    """Return every Markdown paper of the project: those beside README.md and those under docs/."""
    return sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")])
