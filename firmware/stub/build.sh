#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the stub and writes its bytes to src/probe/uart_bootloader/stub.inc; --check compares instead. 77: no such
# compiler here.
set -euo pipefail
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
bytes=$here/../../src/probe/uart_bootloader/stub.inc
cd "$here"

compiler=arm-none-eabi-gcc
flags=(-mcpu=cortex-m3 -mthumb -std=c11 -Os -ffreestanding -nostdlib -fno-tree-loop-distribute-patterns
    -ffunction-sections -fdata-sections -fno-ident -Wall -Wextra -Wconversion -Werror
    -T stub.ld -Wl,--gc-sections -Wl,--build-id=none -Wl,--fatal-warnings)

version() { "$compiler" --version | head -n 1; }

# build FILE
build() {
    local work
    work=$(mktemp -d)
    "$compiler" "${flags[@]}" main.c commands.c flash.c guarded.c link.c unpack.c -o "$work/stub.elf"
    arm-none-eabi-objcopy -O binary -j .text "$work/stub.elf" "$work/stub.bin"
    {
        echo "// SPDX-License-Identifier: Apache-2.0"
        echo "// The bytes of firmware/stub, written by firmware/stub/build.sh."
        od -An -v -tx1 -w16 "$work/stub.bin" | sed -E 's/ ([0-9a-f]{2})/0x\1, /g; s/^/    /; s/ $//'
    } >"$1"
    rm -r "$work"
}

if [ "${1:-}" = --check ]; then
    if ! command -v "$compiler" >/dev/null || [ "$(version)" != "$(cat compiler.txt)" ]; then
        echo "SKIPPED: needs $(cat compiler.txt)"
        exit 77
    fi
    rebuilt=$(mktemp)
    trap 'rm "$rebuilt"' EXIT
    build "$rebuilt"
    cmp "$rebuilt" "$bytes"
    echo "stub.inc is what the source builds to"
    exit
fi
build "$bytes"
version >compiler.txt
