#!/usr/bin/env bash
# Writes what the packages show to their users into PublicAPI.Unshipped.txt, for a reviewer to read as a diff.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/*/; do
    name=$(basename "$project")
    printf '#nullable enable\n' > "$project/PublicAPI.Unshipped.txt"
    dotnet format analyzers "$project$name.csproj" --diagnostics RS0016 --severity warn --no-restore
    LC_ALL=C sort -o "$project/PublicAPI.Unshipped.txt" "$project/PublicAPI.Unshipped.txt"
done
