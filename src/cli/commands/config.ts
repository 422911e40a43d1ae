import { configFile } from '../../config/paths.ts';
import { safeLine } from '../../domain/text.ts';
import { defineCommand } from '../command.ts';
import { settingsFor } from '../settings.ts';

export const CONFIG = defineCommand({
  name: 'config',
  about: 'Every problem of the configuration at once, or where it lies',
  positionals: [
    {
      name: 'check|path',
      required: true,
      choices: ['check', 'path'],
      about: 'check: read it, secrets included; path: print where it lies',
    },
  ],
  options: {},
  async run({ positionals }, context) {
    const { io, globals, out, talk } = context;
    if (positionals[0] === 'path') {
      await out.write(`${safeLine(configFile(io, globals.config).file)}\n`);
      return 0;
    }
    const { file, platforms } = await settingsFor(context, { secrets: true });
    const many = platforms.length === 1 ? 'one platform' : `${platforms.length} platforms`;
    talk.say(`${file}: no problems; ${many}: ${platforms.map(({ name }) => name).join(', ')}`);
    return 0;
  },
});
