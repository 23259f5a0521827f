#!/usr/bin/env bash
# Installs the Debian packages whose programs the tests run: other people's tar, zip and browser are the judges of what we write.
# Where they cannot be installed, says the command that would.
set -euo pipefail
packages=()
need() { command -v "$1" >/dev/null || packages+=("$2"); }
need bsdtar libarchive-tools
need 7z p7zip-full
need chromium chromium
need python3 python3
python3 -c "import yaml" 2>/dev/null || packages+=(python3-yaml)
need openssl openssl
need mount mount
need script bsdutils
[ ${#packages[@]} -eq 0 ] && exit 0
command="apt-get install -y --no-install-recommends ${packages[*]}"
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "the tests need these programs: run 'sudo $command' (or your system's equivalent)" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && $command -qq >/dev/null
