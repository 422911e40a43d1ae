/**
 * What a shell runs to complete a command line of ours: all of them ask the hidden `certdeck __complete`, which
 * answers a line a proposal, `text TAB help`, or `:files` where a file is meant.
 */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

const BASH = `# bash completion for certdeck
# In ~/.bashrc: source <(certdeck completion bash)
_certdeck() {
  local text help
  COMPREPLY=()
  while IFS=$'\\t' read -r text help; do
    if [[ $text == :files ]]; then
      compopt -o default -o filenames
      COMPREPLY=()
      return
    fi
    COMPREPLY+=("$text")
  done < <("\${COMP_WORDS[0]}" __complete bash "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  # A field is followed by its value, an option's value by nothing: only whole words get a blank.
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} =~ [:=,]$ ]]; then compopt -o nospace; fi
}
complete -o nosort -F _certdeck certdeck 2>/dev/null || complete -F _certdeck certdeck
`;

const ZSH = `#compdef certdeck
# zsh completion for certdeck
# certdeck completion zsh > "\${fpath[1]}/_certdeck"
_certdeck() {
  local line text help
  local -a texts shown
  while IFS= read -r line; do
    text=\${line%%$'\\t'*}
    help=\${line#*$'\\t'}
    if [[ $text == :files ]]; then
      _files
      return
    fi
    texts+=("$text")
    shown+=("$text\${help:+  -- $help}")
  done < <("\${words[1]}" __complete zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  (( \${#texts} )) || return 1
  if (( \${#texts} == 1 )) && [[ \${texts[1]} == *[:=,] ]]; then
    compadd -S '' -l -d shown -a texts
  else
    compadd -l -d shown -a texts
  fi
}
if [[ \${zsh_eval_context[-1]} == loadautofunc ]]; then _certdeck "$@"; else compdef _certdeck certdeck; fi
`;

const FISH = `# fish completion for certdeck
# certdeck completion fish > ~/.config/fish/completions/certdeck.fish
function __certdeck_complete
    set -l words (commandline -opc)
    set -l found (command $words[1] __complete fish -- $words[2..-1] (commandline -ct) 2>/dev/null)
    if test "$found[1]" = ":files"
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $found
    end
end
complete -c certdeck -f -k -a '(__certdeck_complete)'
`;

export const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
};
