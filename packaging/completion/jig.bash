# SPDX-License-Identifier: Apache-2.0
# bash completion for jig
_jig() {
    local cur prev words cword
    _init_completion -n : 2>/dev/null || {
        cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=("${COMP_WORDS[@]}") cword=$COMP_CWORD
    }
    case $prev in
        -p|--probe)
            COMPREPLY=($(compgen -W "$(jig probes 2>/dev/null | awk '/^(stlink|cmsis-dap)/ {print $1}') stlink-tcp: bench:" -- "$cur"))
            return ;;
        --backup) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --verify) COMPREPLY=($(compgen -W "read crc both" -- "$cur")); return ;;
        --on) COMPREPLY=($(compgen -W "uid options backup" -- "$cur")); return ;;
        --keep|--for|--count|--base|--uid|--option-bytes|--part) return ;;
    esac
    if [ "$cword" -eq 1 ]; then
        COMPREPLY=($(compgen -W "probes info capture clone verify restore options unlock image boot diff diagnose watch bench --help --version" -- "$cur"))
        return
    fi
    local common="--json --help" options=""
    case ${words[1]} in
        info) options="--probe --reset" ;;
        capture) options="--probe --output" ;;
        clone) options="--probe --keep --backup --verify --dry-run" ;;
        verify) options="--probe --keep" ;;
        restore) options="--probe --backup" ;;
        options) [ "$cword" -eq 2 ] && options="get set" || options="--probe RDP= USER= Data0= Data1= WRP0= WRP1= WRP2= WRP3= raw=" ;;
        unlock) options="--probe --give-up-content" ;;
        image) [ "$cword" -eq 2 ] && options="info pack extract" ||
               options="--part --flash --base --uid --option-bytes --board --output" ;;
        watch) options="--probe --on --for --count --reset --halt" ;;
        boot) options="--for --board --from --until --vcd --trace --trace-first --trace-last" ;;
        diagnose) options="--more --board --report" ;;
        bench) [ "$cword" -eq 2 ] && options="serve power look" || options="--realtime --for" ;;
    esac
    if [[ $cur == -* || -n $options && $cword -eq 2 && ${words[1]} =~ ^(options|image|bench)$ ]]; then
        COMPREPLY=($(compgen -W "$options $common" -- "$cur"))
    else
        COMPREPLY=($(compgen -f -- "$cur"))
    fi
}
complete -o filenames -F _jig jig
