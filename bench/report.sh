#!/bin/sh
# The yardstick of the compliance report: the audit log page by page, each user and account looked up once, joined
# and written as csv, with curl and jq alone. report.sh URL FROM TO OUT, FROM and TO as YYYY-MM-DD.
set -eu
url=$1/account/api/v1 from=$2 to=$3 out=$4
work=$(mktemp -d "$(dirname "$out")/report-XXXXXX")
trap 'rm -rf "$work"' EXIT
get() { curl -sf -H 'x-api-key: bench-key' "$@"; }

offset=0 total=1
while [ "$offset" -lt "$total" ]; do
  page=$work/page-$offset
  get -o "$page" "$url/audit-log?from=$from&to=$to&sort=timestamp:desc&offset=$offset&limit=1000"
  # The total stands before the items.
  [ "$offset" -gt 0 ] || total=$(jq .total "$page")
  offset=$((offset + 1000))
done
for kind in user account; do
  # One process asks for all of them over one connection.
  jq -r ".items[].$kind.id" "$work"/page-* | sort -u |
    sed "s|.*|url = \"$url/$kind/&\"|" | get -K - >"$work/$kind"
done
jq -rn --slurpfile users "$work/user" --slurpfile accounts "$work/account" '
  INDEX($users[]; .id) as $user | INDEX($accounts[]; .id) as $account |
  (["timestamp", "status", "action", "resource_type", "resource_id", "resource_name", "user.id", "user.name", "user.status",
    "account.id", "account.name", "description"] | @csv),
  (inputs.items[] | [.timestamp, .status, .action, .resource_type, .resource_id, .resource_name, .user.id, .user.name,
    $user[.user.id].status, .account.id, ($account[.account.id].name // .account.name), .description] | @csv)
' "$work"/page-* >"$out"
