#!/usr/bin/env bash
# Compares EtlKit with what would be used instead of it: makes the data, runs every peer in turn, checks that all of them made the same table, and
# writes the results. See benchmarks/README.md.
#
#   benchmarks/compare.sh [--rounds N] [--scale PART] [--only SCENARIO ...] [--output DIRECTORY]
#   benchmarks/compare.sh guard
#   benchmarks/compare.sh instructions [--counter NAME] [--rounds N] [--scale PART] [--output DIRECTORY]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet publish benchmarks/EtlKit.Comparison -c Release -o artifacts/publish/comparison -v quiet --nologo
exec artifacts/publish/comparison/EtlKit.Comparison "$@"
