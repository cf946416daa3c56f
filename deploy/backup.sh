#!/bin/sh
# Back up the main database and the key store, each sealed, each into a folder of its own.
# Usage: deploy/backup.sh           hourly, by a timer, as the user that the service runs as
# Settings: the environment, else the file HELPLINE_ENV_FILE (/etc/helpline/helpline.env). docs/backups.md
set -eu
umask 077
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=deploy/settings.sh
. "$here/deploy/settings.sh"
read_settings

[ -n "${HELPLINE_BACKUP_DIR:-}" ] || stop "HELPLINE_BACKUP_DIR is not set: where do backups of the main database go?"
[ -n "${HELPLINE_BACKUP_KEY:-}" ] || stop "HELPLINE_BACKUP_KEY is not set: manage.py make_backup_key --to FILE makes one."
if [ "${HELPLINE_KEK:-}" != memory ] && [ -z "${HELPLINE_KEY_BACKUP_DIR:-}" ]; then
    stop "HELPLINE_KEY_BACKUP_DIR is not set: where do backups of the key store go?"
fi
as_owner

# The words first, their keys second: a key is made before its contact, so every contact finds its key.
status=0
manage backup_database || status=$?
if [ "${HELPLINE_KEK:-}" != memory ]; then
    manage backup_keys || status=$?
fi
exit "$status"
