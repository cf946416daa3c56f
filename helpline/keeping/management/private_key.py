"""The private key that somebody brings with them for a restore."""

from pathlib import Path

from helpline.keeping.backups import BackupRefused

MOST_CHARACTERS = 4096


def read_private_key(path: Path) -> str:
    """Return the key in a file. Raises BackupRefused."""
    try:
        with path.open(encoding="ascii") as file:
            return file.read(MOST_CHARACTERS).strip()
    except UnicodeDecodeError:
        raise BackupRefused(f"{path} holds no private key of `manage.py make_backup_key`.") from None
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read ({error.strerror}).") from None
