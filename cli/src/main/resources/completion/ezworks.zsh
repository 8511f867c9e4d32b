#compdef ezworks
# zsh completion for ezworks
_ezworks() {
    local -a answer
    local kind
    answer=("${(@f)$("${(Q)words[1]}" __complete --last-word "${words[CURRENT]}" -- \
        "${(@Q)words[2,CURRENT-1]}" 2> /dev/null < /dev/null)}")
    kind=${answer[1]}
    shift answer
    case $kind in
        files) _files ;;
        # zsh quotes what it adds. A name that ends with / goes on.
        words | names)
            compadd -S '' -- "${(@M)answer:#*/}"
            compadd -- "${(@)answer:#*/}"
            ;;
    esac
}
compdef _ezworks ezworks
