# fish completion for ezworks
function __ezworks_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l answer ($words[1] __complete --last-word "$current" -- $words[2..-1] 2> /dev/null < /dev/null)
    switch "$answer[1]"
        case files
            __fish_complete_path "$current"
        case words names
            # fish quotes what it adds.
            test (count $answer) -gt 1; and printf '%s\n' $answer[2..-1]
    end
end
complete -c ezworks -f -a '(__ezworks_complete)'
