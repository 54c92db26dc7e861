#!/usr/bin/env bash
# Compares EtlKit with what would be used instead of it: makes the data, runs every peer in turn, checks that all of them made the same table, and
# writes the results. See benchmarks/README.md.
#
#   benchmarks/compare.sh [--rounds N] [--scale PART] [--only SCENARIO ...] [--output DIRECTORY]
#   benchmarks/compare.sh guard
#   benchmarks/compare.sh instructions [--counter NAME] [--rounds N] [--scale PART] [--output DIRECTORY]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What holds on any machine is looked at in a program as it is built.
if [ "${1:-}" = guard ]; then
    exec dotnet run -c Release --project benchmarks/EtlKit.Comparison -- guard
fi

# Compiled ahead of time, as programs are that run for seconds: otherwise a good part of what is measured is the compiler.
dotnet publish benchmarks/EtlKit.Comparison -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true \
    -o artifacts/publish/comparison -v quiet --nologo

rm -rf artifacts/publish/start
if [ "${1:-}" != instructions ]; then
    dotnet publish benchmarks/EtlKit.Start -c Release --use-current-runtime -p:Native=true -o artifacts/publish/start -v quiet --nologo ||
        echo "EtlKit.Start can't be published natively here: that needs clang or gcc, and zlib." >&2
fi

PATH="$PWD/artifacts/publish/start:$PATH" exec artifacts/publish/comparison/EtlKit.Comparison "$@"
