#!/bin/sh
# Make what is missing of the secrets of compose.yml in deploy/secrets; none that is there is overwritten.
# The account of the containers (10001) has to read its own: run it as root.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets

make_secret() {
    if [ -s "secrets/$1" ]; then return 0; fi
    cat >"secrets/$1"
    echo "made deploy/secrets/$1"
}

random() { openssl rand -hex 32; }

openssl rand -base64 64 | tr -d '\n' | make_secret secret_key
openssl rand -base64 32 | make_secret key_encryption_key
random | make_secret database_password
random | make_secret keys_database_password
printf 'postgresql://helpline:%s@database:5432/helpline' "$(cat secrets/database_password)" | make_secret database_url
printf 'postgresql://helpline:%s@keys:5432/helpline' "$(cat secrets/keys_database_password)" | make_secret keys_database_url
printf 'redis://redis:6379/0' | make_secret redis_url
if [ "$(id -u)" = 0 ]; then
    # Inside a container each file keeps its owner. PostgreSQL reads its password as root, before it is another.
    for name in secret_key key_encryption_key database_url keys_database_url redis_url; do
        chown 10001:10001 "secrets/$name"
    done
else
    echo "Now as root: chown 10001:10001 deploy/secrets/*_key deploy/secrets/*_url" >&2
fi
