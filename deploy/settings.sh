# For the scripts beside it: their settings, and how they call the program. To be read with `.`, not run.
# shellcheck shell=sh disable=SC2154

stop() {
    echo "$1" >&2
    exit 2
}

# Take the settings from the file that systemd reads too: NAME=value lines, no shell. The environment wins.
read_settings() {
    file=${HELPLINE_ENV_FILE:-/etc/helpline/helpline.env}
    if [ ! -e "$file" ]; then
        [ -z "${HELPLINE_ENV_FILE:-}" ] || stop "HELPLINE_ENV_FILE: there is no $file."
        return 0
    fi
    [ -r "$file" ] || stop "$file cannot be read: run this as the user that the service runs as."
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
            HELPLINE_*=*) ;;
            *) continue ;;
        esac
        name=${line%%=*}
        value=${line#*=}
        case $name in
            *[!A-Z0-9_]*) stop "$file: $name is no name of a setting." ;;
        esac
        case $value in
            \"*\") value=${value#\"} value=${value%\"} ;;
            \'*\') value=${value#\'} value=${value%\'} ;;
        esac
        eval "known=\${$name+yes}"
        [ -n "$known" ] || export "$name=$value"
    done <"$file"
}

# Files of another owner (a write-ahead log that root made) would stop the service.
as_owner() {
    data=${HELPLINE_DATA_DIR:-$here/data}
    if [ -d "$data" ]; then
        owner=$(stat -c %U "$data")
        [ "$owner" = "$(id -un)" ] || stop "$data is $owner's: run this as $owner (runuser -u $owner -- $0 ...)."
    fi
}

manage() {
    python=${HELPLINE_PYTHON:-$here/.venv/bin/python}
    [ -x "$python" ] || stop "$python is not there: install the program first, or set HELPLINE_PYTHON."
    "$python" "$here/manage.py" "$@"
}
