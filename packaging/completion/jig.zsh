#compdef jig
# SPDX-License-Identifier: Apache-2.0
# zsh completion for jig
local -a commands common
commands=(
    'probes:what is plugged in'
    'info:what chip is there'
    'capture:take a board whole'
    'clone:make the target hold what the golden board holds'
    'verify:compare, write nothing'
    'restore:put a backup back'
    'options:option bytes'
    'unlock:lift read protection, erasing the chip'
    'image:archives and firmware files'
    'boot:run an archive on the virtual board'
    'diff:which fields differ between archives'
    'watch:who reads the unique ID, on a running board'
    'diagnose:why a copy does not run'
    'bench:virtual boards'
)
common=('--json[one JSON object on stdout]' '--help[help with an example]'
        '*'{-p,--probe}'[where the board is]:probe:(${(f)"$(jig probes 2>/dev/null | awk "/^(stlink|cmsis-dap)/ {print \$1}")"} stlink-tcp\: bench\:)')
if (( CURRENT == 2 )); then
    _describe command commands
    return
fi
case $words[2] in
    info) _arguments $common '--reset[connect under reset]' ;;
    capture) _arguments $common '(-o --output)'{-o,--output}'[archive to write]:file:_files' ;;
    clone) _arguments $common '*--keep[bytes that belong to the target]:range:' '--backup[folder]:folder:_files -/' \
        '--verify[how to compare]:mode:(read crc both)' '--dry-run[plan only]' '*:archive:_files' ;;
    verify) _arguments $common '*--keep[bytes that may differ]:range:' '*:archive:_files' ;;
    restore) _arguments $common '--backup[folder]:folder:_files -/' '*:archive:_files' ;;
    options) _arguments $common '1::options:' '2:verb:(get set)' '*:field:(RDP= USER= Data0= Data1= WRP0= WRP1= WRP2= WRP3= raw=)' ;;
    unlock) _arguments $common '--give-up-content[erase the chip]' ;;
    image) _arguments $common '2:verb:(info pack extract)' '--part[part]:part:' '--flash[firmware]:file:_files' \
        '--base[address]:address:' '--uid[12 bytes of hex]:hex:' '--option-bytes[16 bytes of hex]:hex:' \
        '--board[BENCH.toml/BOARD]:board:_files' '(-o --output)'{-o,--output}'[file to write]:file:_files' '*:file:_files' ;;
    boot) _arguments '--json[one JSON object on stdout]' '--for[how long]:time:' '--board[BENCH.toml/BOARD]:board:_files' \
        '--from[vector table to start at]:address:' '--until[where to stop]:address:' \
        '--vcd[value change dump to write]:file:_files' '--trace[trace to write]:file:_files' '--trace-first[lines of it at most]:number:' \
        '--trace-last[its last lines instead]:number:' '*:archive:_files -g "*.jig"' ;;
    diff) _arguments '--json[one JSON object on stdout]' '*:archive:_files -g "*.jig"' ;;
    watch) _arguments $common '*--on[what to watch]:what:(uid options backup)' '--for[how long]:time:' \
        '--count[end after so many reads]:number:' '--reset[watch from the first instruction on]' \
        '--halt[end at the first read, and leave the core halted]' ;;
    diagnose) _arguments '--json[one JSON object on stdout]' '*--more[another archive]:archive:_files -g "*.jig"' \
        '--report[HTML page to write]:file:_files -g "*.html"' \
        '*--board[BENCH.toml/BOARD]:board:_files' '*:archive:_files -g "*.jig"' ;;
    bench) _arguments $common '2:verb:(serve power look)' '--realtime[sleep as a board would take]' \
        '--for[how long]:time:' '*:bench file:_files' ;;
    *) _arguments $common ;;
esac
