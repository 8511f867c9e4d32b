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
    case $kind in
        files) compopt -o default 2> /dev/null ;;
        # bash quotes what it takes for names of files, in whatever way the word has been begun.
        names) compopt -o filenames 2> /dev/null ;;
    esac
    # A name that ends with / goes on.
    case ${COMPREPLY[0]:-} in
        */) compopt -o nospace 2> /dev/null ;;
    esac
}
complete -F _ezworks ezworks
