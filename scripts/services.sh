#!/usr/bin/env bash
# Where CI asks for every service (ASNAD_REQUIRE_SERVICES=1), installs what is missing: a browser, Tesseract, fonts.
# Elsewhere it changes nothing; tests that miss a service are skipped and counted.
set -euo pipefail
[ "${ASNAD_REQUIRE_SERVICES:-}" = 1 ] || exit 0
missing=()
command -v chromium >/dev/null && command -v chromedriver >/dev/null || missing+=(chromium chromium-driver)
command -v tesseract >/dev/null && [ "$(tesseract --list-langs 2>&1 | grep -cxE 'fas|ara|eng')" = 3 ] ||
  missing+=(tesseract-ocr tesseract-ocr-fas tesseract-ocr-ara tesseract-ocr-eng)
command -v pdftoppm >/dev/null || missing+=(poppler-utils)
[ ${#missing[@]} -eq 0 ] && exit 0
[ "$(id -u)" = 0 ] || { echo "services: missing ${missing[*]}; install them as root" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
