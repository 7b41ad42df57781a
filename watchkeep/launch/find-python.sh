# Sourced by ./run and ./test: sets $python to an interpreter that is new enough, or says what is missing.
python=
for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "  · installing python3 from Debian"
        apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
            python3 python3-venv >/dev/null
        python=python3
    else
        echo "watchkeep: Python 3.11 or newer is missing. As root: apt-get install python3 python3-venv" >&2
        exit 1
    fi
fi
