#!/bin/sh
# Make or bring up to date Temporal's two databases; safe to run at every start.
set -eu
for database in temporal temporal_visibility; do
  case $database in temporal) schema=temporal ;; *) schema=visibility ;; esac
  tool="temporal-sql-tool --plugin postgres12 --endpoint temporal-postgres --port 5432 --user temporal --database $database"
  $tool create
  $tool setup-schema -v 0.0 || echo "$database has its schema table already"
  $tool update-schema -d "/etc/temporal/schema/postgresql/v12/$schema/versioned"
done
