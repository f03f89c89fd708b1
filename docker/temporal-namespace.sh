#!/bin/sh
# Wait for Temporal, then make the court's namespace with its retention and search attributes; safe to repeat.
set -eu
until temporal operator cluster health | grep -q SERVING; do sleep 1; done
temporal operator namespace describe -n court >/dev/null 2>&1 || temporal operator namespace create -n court --retention 2160h
for name in FilingStatus Court; do
  temporal operator search-attribute list -n court | grep -qw "$name" ||
    temporal operator search-attribute create -n court --name "$name" --type Keyword
done
