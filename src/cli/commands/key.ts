import { createPublicKey } from 'node:crypto';
import { FailureError } from '../../domain/failure.ts';
import { defineCommand } from '../command.ts';
import { fingerprint, newSigningKey, publicFileOf, signingKey, signingKeyFile } from '../signing.ts';

export const KEY = defineCommand({
  name: 'key',
  about: 'The Ed25519 key that signs the manifests of exports, reports and archives',
  examples: ['certdeck key new', 'certdeck key show > auditor/certdeck.pub.pem'],
  positionals: [
    {
      name: 'new|show',
      required: true,
      choices: ['new', 'show'],
      about: 'new: make one beside the configuration, for your eyes only; show: print its public half',
    },
  ],
  options: {},
  async run({ positionals }, context) {
    const { out, talk } = context;
    if (positionals[0] === 'new') {
      const { file, key } = await newSigningKey(context);
      talk.say(`${file}: manifests are signed with it from now on. Keep a copy in a safe place.`);
      talk.say(
        `${publicFileOf(file)}: its public half, for whoever checks them with \`certdeck verify --key\`.`,
      );
      await out.write(`${fingerprint(key)}\n`);
      return 0;
    }
    const key = await signingKey(context);
    if (key === null) {
      throw new FailureError({
        code: 'NOT_FOUND',
        what: `there is no signing key ${signingKeyFile(context)}`,
        next: 'Make one with `certdeck key new`.',
      });
    }
    const shown = createPublicKey(key);
    await out.write(`${shown.export({ format: 'pem', type: 'spki' })}`);
    talk.say(`fingerprint ${fingerprint(shown)}`);
    return 0;
  },
});
