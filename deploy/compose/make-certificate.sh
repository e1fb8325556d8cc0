#!/bin/sh
# Make a certificate that only this machine believes, for a year, where there is none yet. Root makes it, as the volume
# is root's at first; NGINX reads the key by its group.
set -eu
cd /tls
[ ! -s tls.crt ] || exit 0
umask 027
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 \
  -subj "/CN=localhost" -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" \
  -keyout tls.key -out tls.new
chmod 640 tls.key
mv tls.new tls.crt
