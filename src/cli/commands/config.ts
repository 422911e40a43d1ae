import { configFile } from '../../config/paths.ts';
import { safeLine } from '../../domain/text.ts';
import { PLATFORM_KINDS } from '../../platforms/registry.ts';
import { defineCommand } from '../command.ts';
import { CONFIG_SECTIONS } from '../config-sections.ts';
import { settingsFor } from '../settings.ts';
import { problemLines } from '../words.ts';

export const CONFIG = defineCommand({
  name: 'config',
  about: 'Every problem of the configuration at once, where it lies, or what it may hold',
  examples: ['certdeck config check', 'certdeck config schema > certdeck.schema.json'],
  positionals: [
    {
      name: 'check|path|schema',
      required: true,
      choices: ['check', 'path', 'schema'],
      about: 'check: read it, secrets included; path: print where it lies; schema: its JSON Schema',
    },
  ],
  options: {},
  async run({ positionals }, context) {
    const { io, globals, out, talk } = context;
    if (positionals[0] === 'path') {
      await out.write(`${safeLine(configFile(io, globals.config).file)}\n`);
      return 0;
    }
    if (positionals[0] === 'schema') {
      const { configSchema } = await import('../../config/json-schema.ts');
      await out.write(`${JSON.stringify(await configSchema(PLATFORM_KINDS, CONFIG_SECTIONS), null, 2)}\n`);
      return 0;
    }
    const { file, platforms, hints = [] } = await settingsFor(context, { secrets: true });
    for (const line of problemLines(hints)) talk.say(line);
    const found = hints.length === 0 ? 'no problems' : 'nothing that keeps it from being followed';
    const many = platforms.length === 1 ? 'one platform' : `${platforms.length} platforms`;
    talk.say(`${file}: ${found}; ${many}: ${platforms.map(({ name }) => name).join(', ')}`);
    return 0;
  },
});
