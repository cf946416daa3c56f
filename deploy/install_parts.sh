# For install.sh: what the program stands on. To be read with `.`, not run.
# shellcheck shell=bash disable=SC2034,SC2154

as_postgres() { (cd / && runuser -u postgres -- "$@"); }

make_databases() {
    say "databases"
    if has_systemd; then systemctl start postgresql; else service postgresql start >/dev/null; fi
    local name
    if ! as_postgres psql -tAc "SELECT 1 FROM pg_roles WHERE rolname = 'helpline'" | grep -q 1; then
        as_postgres createuser helpline
        # A statement that failed would stand in its log, with what was said in it.
        as_postgres psql -q -c "ALTER ROLE helpline SET log_min_error_statement = 'panic'" \
            -c "ALTER ROLE helpline SET log_statement = 'none'" \
            -c "ALTER ROLE helpline SET log_min_duration_statement = -1"
        echo "   made the role helpline"
    fi
    for name in helpline helpline_keys; do
        as_postgres psql -tAc "SELECT 1 FROM pg_database WHERE datname = '$name'" | grep -q 1 && continue
        as_postgres createdb --owner helpline --encoding UTF8 --locale C.UTF-8 --template template0 "$name"
        as_postgres psql -q -c "REVOKE ALL ON DATABASE $name FROM PUBLIC"
        echo "   made the database $name"
    done
    # Tables of this version, and of the content that comes with it each kind of which there is nothing yet.
    as_service lay_out
}

set_up_redis() {
    say "redis"
    write "$REDIS_CONFIG" 0640 <<'CONFIG'
# Hints between processes: ids alone, and nothing of it on the disk.
port 0
unixsocket /run/redis-helpline/redis-server.sock
unixsocketperm 770
pidfile /run/redis-helpline/redis-server.pid
logfile ""
save ""
appendonly no
maxmemory 256mb
maxmemory-policy noeviction
CONFIG
    chown root:redis "$REDIS_CONFIG"
    if has_systemd; then systemctl enable --quiet --now redis-server@helpline.service; fi
}

set_up_proxy() {
    say "proxy"
    if [ ! -e "$TLS/privkey.pem" ]; then
        install -d -m 0750 "$TLS"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$host" \
            -addext "subjectAltName=DNS:$host" -keyout "$TLS/privkey.pem" -out "$TLS/fullchain.pem" 2>/dev/null
        chmod 0600 "$TLS/privkey.pem"
        echo "   made a certificate of our own for 30 days"
    fi
    if openssl x509 -in "$TLS/fullchain.pem" -noout -issuer -subject | sed 's/^[a-z]*=//' | uniq -c | grep -q '^ *2 '; then
        to_do+=("Put a certificate that browsers trust into $TLS (fullchain.pem, privkey.pem), then: systemctl reload nginx")
    fi
    [ -e /etc/nginx/nginx.conf.before-helpline ] || cp /etc/nginx/nginx.conf /etc/nginx/nginx.conf.before-helpline
    local names
    names=$(printf "\${%s} " HELPLINE_HOST HELPLINE_APP HELPLINE_TLS_DIR HELPLINE_DEPLOY_DIR HELPLINE_PROXY_DIR \
        HELPLINE_PROXY_USER HELPLINE_TLS_PORT HELPLINE_HTTP_PORT)
    HELPLINE_HOST=$host HELPLINE_APP=$(upstream) HELPLINE_TLS_DIR=$TLS HELPLINE_DEPLOY_DIR=$HOME_DIR/current/deploy \
        HELPLINE_PROXY_DIR=$PROXY HELPLINE_PROXY_USER=www-data HELPLINE_TLS_PORT=$tls_port HELPLINE_HTTP_PORT=$http_port \
        envsubst "$names" <"$release/deploy/nginx.conf" | write /etc/nginx/nginx.conf 0644
    write "$UNITS/nginx.service.d/helpline.conf" 0644 <<<"[Service]
PIDFile=$PROXY/nginx.pid"
    nginx -t -q || stop "nginx refuses /etc/nginx/nginx.conf; what it says stands above."
}

# For `server ...;` in nginx.conf: one line for each process. One that is away is asked again at once.
upstream() {
    local port=$first_port
    printf '127.0.0.1:%s max_fails=0' "$port"
    while [ $((port += 1)) -lt $((first_port + processes)) ]; do printf ';\n        server 127.0.0.1:%s max_fails=0' "$port"; done
}

ports() { seq "$first_port" $((first_port + processes - 1)); }

set_up_units() {
    say "units"
    local file port
    for file in "$release"/deploy/systemd/*.{service,timer,target} "$release"/deploy/systemd/*/*.conf; do
        write "$UNITS/${file#"$release"/deploy/systemd/}" 0644 <"$file"
    done
    if has_systemd; then systemctl daemon-reload; fi
    systemctl --quiet enable helpline.target helpline-timers.service helpline-purge.timer helpline-doctor.timer nginx.service
    for port in $(ports); do systemctl --quiet enable "helpline-serve@$port.service"; done
    if grep -q '^HELPLINE_BACKUP_KEY=.' "$ENV_FILE"; then
        systemctl --quiet enable helpline-backup.timer
    else
        to_do+=("Set up backups (docs/backups.md), then run this again: there are none yet.")
    fi
}
