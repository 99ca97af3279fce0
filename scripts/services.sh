#!/usr/bin/env bash
# Where CI asks for every service (ASNAD_REQUIRE_SERVICES=1), installs what is missing: a browser, Tesseract, fonts,
# Pango, PostgreSQL, and Elasticsearch (from Maven; it stays in a cache folder). The tests start both.
# Elsewhere it changes nothing; tests that miss a service are skipped and counted.
set -euo pipefail
[ "${ASNAD_REQUIRE_SERVICES:-}" = 1 ] || exit 0
missing=()
command -v chromium >/dev/null && command -v chromedriver >/dev/null || missing+=(chromium chromium-driver)
command -v tesseract >/dev/null && [ "$(tesseract --list-langs 2>&1 | grep -cxE 'fas|ara|eng')" = 3 ] ||
  missing+=(tesseract-ocr tesseract-ocr-fas tesseract-ocr-ara tesseract-ocr-eng)
command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || missing+=(postgresql)
ldconfig -p | grep -q libpangoft2-1.0 || missing+=(libpango-1.0-0 libpangoft2-1.0-0)
command -v pdftoppm >/dev/null || missing+=(poppler-utils)
home="${XDG_CACHE_HOME:-$HOME/.cache}/asnad"
[ "$(id -u)" = 0 ] && home=/var/cache/asnad
version=$(sed -n 's/^VERSION = "\(.*\)"/\1/p' tests/services.py)
if [ ! -x "$home/elasticsearch-$version/bin/elasticsearch" ]; then
  command -v java >/dev/null || missing+=(openjdk-17-jre-headless)
  command -v mvn >/dev/null || missing+=(maven)
  command -v unzip >/dev/null || missing+=(unzip)
fi
if [ ${#missing[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] || { echo "services: missing ${missing[*]}; install them as root" >&2; exit 1; }
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
if [ ! -x "$home/elasticsearch-$version/bin/elasticsearch" ]; then
  mkdir -p "$home"
  mvn -q -B dependency:copy -DoutputDirectory="$home" \
    -Dartifact="org.elasticsearch.distribution.integ-test-zip:elasticsearch:$version:zip"
  unzip -q -o "$home/elasticsearch-$version.zip" -d "$home"
  rm "$home/elasticsearch-$version.zip"
fi
