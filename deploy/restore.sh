#!/bin/sh
# Bring a service back on an empty machine: its main database, and the keys of the last 24 hours.
# Usage: deploy/restore.sh --key PRIVATE_KEY_FILE BACKUP [--keys KEY_BACKUP] [--signed-by ID]
# Every process must be stopped, and no service may stand in the place. Broken off, it may be run again.
# Settings: the environment, else the file HELPLINE_ENV_FILE (/etc/helpline/helpline.env). docs/backups.md
set -eu
umask 077
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=deploy/settings.sh
. "$here/deploy/settings.sh"
[ "$#" -gt 0 ] || stop "Usage: deploy/restore.sh --key PRIVATE_KEY_FILE BACKUP [--keys KEY_BACKUP] [--signed-by ID]"
read_settings
as_owner
manage restore_database "$@"
