#!/usr/bin/env bash
# Looks into the packages of a directory: each must hold what its users need, and depend on nothing but what it is allowed to.
set -euo pipefail
directory=$1
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$(dirname "$0")/../Directory.Build.props")

check() {
    local id=$1 file="$directory/$1.$version.nupkg" entries nuspec found
    shift
    entries=$(python3 -m zipfile -l "$file" | awk 'NR > 1 { print $1 }')
    for entry in README.md LICENSE "lib/net10.0/$id.dll" "lib/net10.0/$id.xml"; do
        grep -qxF "$entry" <<<"$entries" || { echo "$file lacks $entry"; exit 1; }
    done
    [ -f "$directory/$id.$version.snupkg" ] || { echo "$file has no symbols package"; exit 1; }

    nuspec=$(python3 -c 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())' "$file" "$id.nuspec")
    grep -q '<license type="expression">MIT</license>' <<<"$nuspec" || { echo "$file doesn't state its licence"; exit 1; }
    found=$(sed -n 's:.*<dependency id="\([^"]*\)".*:\1:p' <<<"$nuspec" | LC_ALL=C sort | tr '\n' ' ')
    [ "$found" = "$* " ] || { echo "$file depends on: $found"; echo "but should on: $*"; exit 1; }
    echo "$id $version: $found"
}

check EtlKit Microsoft.Extensions.Logging.Abstractions Polly.Core
check EtlKit.Csv CsvHelper EtlKit
check EtlKit.Hosting EtlKit Microsoft.Extensions.Configuration.FileExtensions Microsoft.Extensions.Diagnostics.HealthChecks Microsoft.Extensions.Hosting.Abstractions YamlDotNet
check EtlKit.Quartz EtlKit.Hosting Microsoft.Extensions.Hosting Quartz
check EtlKit.Sqlite EtlKit Microsoft.Data.Sqlite
