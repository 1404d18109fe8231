#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds both versions of the demo firmware into the folder given (default: over the committed bytes), the same bytes on
# every machine with the same compiler. --check compares with the committed bytes instead; 77: no such compiler here.
set -euo pipefail
source=$(realpath "$(dirname "${BASH_SOURCE[0]}")")/demo
folder=$source
[ "${1:---check}" = --check ] || folder=$(realpath "$1")
cd "$source"

compiler=arm-none-eabi-gcc
flags=(-mcpu=cortex-m3 -mthumb -std=c11 -Os -ffreestanding -nostdlib -fno-tree-loop-distribute-patterns
    -fno-ident -Wall -Wextra -Wconversion -Werror -I. -T demo.ld -Wl,--build-id=none -Wl,--fatal-warnings)

version() { "$compiler" --version | head -n 1; }

# build VERSION SEED LOW_WORDS HIGH_WORDS FOLDER
build() {
    local work
    work=$(mktemp -d)
    python3 generate_tables.py "$2" "$3" "$4" >"$work/tables.c"
    "$compiler" "${flags[@]}" "-DVERSION=\"$1\"" startup.c main.c clock.c console.c "$work/tables.c" -o "$work/demo.elf"
    arm-none-eabi-objcopy -O binary --gap-fill 0xFF "$work/demo.elf" "$work/demo.bin"
    install -m 644 "$work/demo.bin" "$5/demo-$1.bin"
    rm -r "$work"
}

build_all() {
    build 1.0 0x10001 5000 2000 "$1"
    build 2.0 0x20002 6000 23000 "$1"
}

check() {
    if ! command -v "$compiler" >/dev/null || [ "$(version)" != "$(cat compiler.txt)" ]; then
        echo "SKIPPED: needs $(cat compiler.txt)"
        exit 77
    fi
    rebuilt=$(mktemp -d)
    trap 'rm -r "$rebuilt"' EXIT
    build_all "$rebuilt"
    cmp "$rebuilt/demo-1.0.bin" demo-1.0.bin
    cmp "$rebuilt/demo-2.0.bin" demo-2.0.bin
    echo "demo-1.0.bin and demo-2.0.bin are what the source builds to"
}

if [ "${1:-}" = --check ]; then
    check
    exit
fi
build_all "$folder"
[ $# -gt 0 ] || version >compiler.txt
