# bash completion for ezworks
_ezworks() {
    local kind='' line
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ -z $kind ]]; then
            kind=$line
        else
            COMPREPLY+=("$line")
        fi
    done < <("$1" __complete --line "${COMP_LINE:0:COMP_POINT}" 2> /dev/null < /dev/null)
    if [[ $kind == files ]]; then
        compopt -o default 2> /dev/null
    elif [[ ${COMP_WORDS[COMP_CWORD]:-} == [\'\"]* ]]; then
        # The word has been begun with a quote: bash quotes what it takes for names of files in the same way.
        compopt -o filenames 2> /dev/null
    else
        for line in "${!COMPREPLY[@]}"; do
            printf -v "COMPREPLY[$line]" %q "${COMPREPLY[line]}"
        done
    fi
    # A name that ends with / goes on.
    case ${COMPREPLY[0]:-} in
        */) compopt -o nospace 2> /dev/null ;;
    esac
}
complete -F _ezworks ezworks
