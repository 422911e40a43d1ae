import { defineCommand } from '../command.ts';
import { SCRIPTS, SHELLS } from '../completion/scripts.ts';

export const COMPLETION = defineCommand({
  name: 'completion',
  about: 'Completion for a shell: commands, options, platforms, query fields and values',
  examples: [
    'source <(certdeck completion bash)',
    'certdeck completion zsh > ~/.zfunc/_certdeck',
    'certdeck completion fish > ~/.config/fish/completions/certdeck.fish',
  ],
  positionals: [{ name: 'SHELL', required: true, choices: SHELLS, about: SHELLS.join(', ') }],
  options: {},
  async run({ positionals }, { out }) {
    await out.write(SCRIPTS[positionals[0] as (typeof SHELLS)[number]]);
    return 0;
  },
});
