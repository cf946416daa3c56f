#!/usr/bin/env bash
# Set up Helpline on a bare Debian 12 host, or bring one that it set up to the version this script came with.
#
#   deploy/install.sh --host chat.example.org [--processes 2] [--first-port 8001] [--tls-port 443] [--http-port 80]
#
# It can be run again without harm: what is there is kept, and nothing is restarted that did not change.
# What it does, in order, stands at the end of this file; docs/install.md explains it.
set -euo pipefail
# What is piped into `write` changes `changed`.
shopt -s lastpipe
umask 022

SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CONFIG=/etc/helpline
ENV_FILE=$CONFIG/helpline.env
TLS=$CONFIG/tls
HOME_DIR=/opt/helpline
STATE=/var/lib/helpline
PROXY=/var/lib/helpline-proxy
UNITS=/etc/systemd/system
REDIS_CONFIG=/etc/redis/redis-helpline.conf
PACKAGES=(python3 python3-venv postgresql redis-server nginx gettext-base openssl ca-certificates curl)
# What runs; the papers go with it, for whoever reads them on the host.
PROGRAM=(helpline chat triage scripts templates static locale deploy docs manage.py requirements.lock LICENSE README.md
    CHANGELOG.md)
KEPT_RELEASES=3

# What was said to an earlier run, and counts again where this one does not say it.
SAID=$CONFIG/install.conf

declare -A said=([host]="" [processes]=2 [first_port]=8001 [tls_port]=443 [http_port]=80)
release="" changed=0 to_do=()

stop() {
    echo "install.sh: $1" >&2
    exit 2
}

say() { echo "-- $1"; }

read_arguments() {
    local name value
    if [ -r "$SAID" ]; then
        while IFS="=" read -r name value; do said[$name]=$value; done <"$SAID"
    fi
    while [ $# -gt 0 ]; do
        name=${1#--}
        name=${name//-/_}
        [ -n "${said[$name]+known}" ] || stop "$1 is unknown; see the first lines of $0."
        [ $# -ge 2 ] || stop "$1 wants a value; see the first lines of $0."
        said[$name]=$2
        shift 2
    done
    host=${said[host]} processes=${said[processes]} first_port=${said[first_port]}
    tls_port=${said[tls_port]} http_port=${said[http_port]}
    [[ $host =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]] || stop "--host must name the service's host, such as chat.example.org."
    for value in "$processes" "$first_port" "$tls_port" "$http_port"; do
        [[ $value =~ ^[1-9][0-9]{0,4}$ ]] || stop "$value is no number of processes and no port."
    done
}

look_around() {
    [ "$(id -u)" = 0 ] || stop "run it as root: it installs packages and makes accounts."
    # shellcheck source=/dev/null
    [ "$(. /etc/os-release && echo "$ID $VERSION_ID")" = "debian 12" ] || stop "this is made for Debian 12."
    [ -f "$SOURCE/manage.py" ] || stop "run it from the program's folder: manage.py is not in $SOURCE."
}

has_systemd() { [ -d /run/systemd/system ]; }

# Write what comes in to a file, unless just that is in it: then nothing has changed.
write() {
    local file=$1 mode=$2 new
    new=$(mktemp)
    cat >"$new"
    if ! cmp -s "$new" "$file"; then
        install -D -m "$mode" "$new" "$file"
        echo "   wrote $file"
        changed=1
    fi
    rm -f "$new"
}

install_packages() {
    say "packages"
    local missing=() package
    for package in "${PACKAGES[@]}"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local had_redis
    had_redis=$(command -v redis-server || true)
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    # Ours is a Redis of its own; the one that Debian starts listens on a port for everybody on this host.
    if [ -z "$had_redis" ] && has_systemd; then systemctl disable --now redis-server.service; fi
    echo "   installed ${missing[*]}"
}

make_account() {
    say "account"
    if ! id helpline >/dev/null 2>&1; then
        adduser --system --group --quiet --no-create-home --home "$STATE" --shell /usr/sbin/nologin helpline
        echo "   made helpline"
    fi
    id -nG helpline | grep -qw redis || adduser --quiet helpline redis
    install -d -m 0755 "$HOME_DIR" "$HOME_DIR/releases" "$CONFIG" "$PROXY"
    install -d -m 0700 -o helpline -g helpline "$STATE" "$STATE-backups" "$STATE-key-backups"
}

# A release is named for what is in it; one that is complete is never touched again.
make_release() {
    say "program"
    local digest
    digest=$(packed | sha256sum | cut -c1-12)
    release=$HOME_DIR/releases/$digest
    if [ -e "$release/.complete" ]; then return 0; fi
    rm -rf "$release"
    install -d -m 0755 "$release"
    packed | tar -xf - -C "$release"
    python3 -m venv "$release/.venv"
    "$release/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
        --only-binary :all: -r "$release/requirements.lock"
    "$release/.venv/bin/python" -m compileall -q "$release" >/dev/null || true
    touch "$release/.complete"
    changed=1
    echo "   made $release"
}

packed() {
    tar -cf - -C "$SOURCE" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
        --exclude=__pycache__ "${PROGRAM[@]}"
}

# Set a name that no line sets yet; what somebody wrote is theirs.
setting() {
    if grep -q "^$1=" "$ENV_FILE"; then return 0; fi
    sed -i "s|^#$1=.*|$1=$2|" "$ENV_FILE"
    grep -q "^$1=" "$ENV_FILE" || echo "$1=$2" >>"$ENV_FILE"
    echo "   $1=$2"
    changed=1
}

write_settings() {
    say "settings"
    local name
    [ -e "$ENV_FILE" ] || install -m 0640 -g helpline "$release/deploy/env.example" "$ENV_FILE"
    setting HELPLINE_HOSTS "$host"
    setting HELPLINE_ORIGINS "https://$host"
    setting HELPLINE_TRUSTED_PROXIES 1
    setting HELPLINE_DATA_DIR "$STATE"
    setting HELPLINE_PROCESSES "$processes"
    setting HELPLINE_TIMERS elsewhere
    setting HELPLINE_DATABASE_URL "postgresql:///helpline?host=/run/postgresql"
    setting HELPLINE_KEYS_DATABASE_URL "postgresql:///helpline_keys?host=/run/postgresql"
    setting HELPLINE_REDIS_URL "unix:///run/redis-helpline/redis-server.sock"
    setting HELPLINE_BACKUP_DIR "$STATE-backups"
    setting HELPLINE_KEY_BACKUP_DIR "$STATE-key-backups"
    for name in host processes first_port tls_port http_port; do echo "$name=${said[$name]}"; done | write "$SAID" 0644
    if ! grep -Eq "^HELPLINE_HOSTS=(.*,)?$host(,|$)" "$ENV_FILE"; then
        to_do+=("$ENV_FILE does not name $host in HELPLINE_HOSTS and HELPLINE_ORIGINS: write it there.")
    fi
    if ! grep -q "^HELPLINE_PROCESSES=$processes$" "$ENV_FILE"; then
        to_do+=("Write HELPLINE_PROCESSES=$processes into $ENV_FILE.")
    fi
    chown root:helpline "$ENV_FILE"
    chmod 0640 "$ENV_FILE"
    as_service make_keys | sed 's/^/   /'
    write /usr/local/bin/helpline 0755 <<<$'#!/bin/sh\nexec /opt/helpline/current/deploy/manage.sh "$@"'
}

# manage.py of the new release, which is not yet the current one.
as_service() { "$release/deploy/manage.sh" "$@"; }

take_over() {
    say "start"
    if [ "$(readlink "$HOME_DIR/current" || true)" != "$release" ]; then
        ln -sfn "$release" "$HOME_DIR/current.new"
        mv -T "$HOME_DIR/current.new" "$HOME_DIR/current"
        changed=1
    fi
    # The newest few stay: to go back is to point `current` at one of them, while no migration came between.
    find "$HOME_DIR/releases" -mindepth 1 -maxdepth 1 ! -path "$release" -printf '%T@ %p\n' | sort -rn |
        cut -d' ' -f2 | tail -n "+$KEPT_RELEASES" | xargs -r rm -rf --
    if ! has_systemd; then
        to_do+=("systemd does not run here: nothing was started.")
        return 0
    fi
    if [ "$changed" = 1 ]; then restart_one_by_one; fi
    systemctl start helpline.target
    systemctl reload-or-restart nginx.service
}

# Each is back before the next goes: whoever talks is sent on to the others.
restart_one_by_one() {
    local port tries
    systemctl restart helpline-timers.service
    for port in $(ports); do
        systemctl restart "helpline-serve@$port.service"
        tries=0
        until curl -fsS -o /dev/null -H "Host: $host" "http://127.0.0.1:$port/readyz"; do
            [ $((tries += 1)) -lt 60 ] || stop "port $port is not ready; look: journalctl -u helpline-serve@$port"
            sleep 1
        done 2>/dev/null
    done
}

tell() {
    say "doctor"
    local status=0 line
    runuser -u helpline -- /usr/local/bin/helpline doctor --quiet || status=$?
    [ "$(as_service shell -c 'from helpline.staff.models import Account; print(Account.objects.count())' 2>/dev/null |
        tail -1)" != 0 ] || to_do+=("Make the link for the first admin: helpline invite_admin")
    say "to do"
    for line in "${to_do[@]}" "Say in $ENV_FILE who is responsible (HELPLINE_CONTROLLER), and all else it explains."; do
        echo "   $line"
    done
    [ "$status" -lt 2 ] || ! has_systemd || exit 2
}

# shellcheck source=deploy/install_parts.sh
. "$SOURCE/deploy/install_parts.sh"

read_arguments "$@"
look_around
install_packages
make_account
make_release
set_up_redis
write_settings
make_databases
set_up_proxy
set_up_units
take_over
tell
