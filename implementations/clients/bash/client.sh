#!/usr/bin/env bash
# client.sh HOST PORT MESSAGE: sends the message and prints its echo, through bash's /dev/tcp.
set -euo pipefail
LC_ALL=C

if [ $# != 3 ]; then
  echo "usage: client.sh HOST PORT MESSAGE" >&2
  exit 2
fi
message=$3
# A reader beside the writer: a long echo would stop both.
exec 3<>"/dev/tcp/$1/$2"
printf %s "$message" >&3 &
writer=$!
if [ ${#message} -gt 0 ]; then
  # head ends after so many bytes, or at the end of the stream: which it was, the count tells.
  received=$(timeout 10 head -c ${#message} <&3 | tee /dev/fd/4 | wc -c)
else
  received=0
fi 4>&1
wait "$writer"
if [ "$received" != ${#message} ]; then
  echo "client.sh: the server ended after $received of ${#message} bytes" >&2
  exit 1
fi
