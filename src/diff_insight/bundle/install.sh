#!/bin/sh
# Installs diff-insight from this folder into DIR, without network and without a compiler: ./install.sh DIR
set -eu
if [ $# -ne 1 ]; then
    echo "usage: ./install.sh DIR; PYTHON=/path/to/python3 chooses another Python" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
"$python" "$here/check.py" "$here"
"$python" -m venv "$1"
"$1/bin/python" -m pip --disable-pip-version-check --quiet install --no-index --no-deps "$here"/wheels/*.whl
for model in "$here"/models/*.gguf; do
    if [ -e "$model" ]; then
        "$1/bin/diff-insight" models add "$model"
    fi
done
"$1/bin/diff-insight" models prepare
"$1/bin/diff-insight" doctor
echo "installed: $1/bin/diff-insight"
