#!/bin/sh
# Runs once, when the database's volume is new: the owner migrates, the application
# only works. What the application may do with each table is granted by the migrations.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
    --set owner_password="$OWNER_PASSWORD" --set app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE propertyservice_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
CREATE DATABASE propertyservice OWNER propertyservice_owner;
SQL
