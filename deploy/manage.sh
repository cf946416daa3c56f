#!/bin/sh
# manage.py of this version, with the service's settings and as its account: `helpline doctor`.
# Settings: the environment, else the file HELPLINE_ENV_FILE (/etc/helpline/helpline.env), as systemd reads it too.
set -eu
umask 077
here=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
# shellcheck source=deploy/settings.sh
. "$here/deploy/settings.sh"
if [ "$(id -u)" = 0 ]; then
    exec runuser -u helpline -- "$here/deploy/manage.sh" "$@"
fi
read_settings
cd "$here"
exec "${HELPLINE_PYTHON:-.venv/bin/python}" manage.py "$@"
