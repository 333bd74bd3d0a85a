#!/bin/sh
# /usr/local/sbin/airlock: `sudo airlock check` is `python -m bot check` with the service's user and settings.
# `sudo DATABASE_URL=… airlock …` is about another database.
exec systemd-run --quiet --pipe --wait --uid=airlock --gid=airlock --working-directory=/opt/airlock \
    --property=EnvironmentFile=/etc/airlock.env --property=UMask=0077 \
    --property=StateDirectory=airlock --property=StateDirectoryMode=0700 \
    /usr/bin/env ${DATABASE_URL:+"DATABASE_URL=$DATABASE_URL"} /opt/airlock/.venv/bin/python -m bot "$@"
