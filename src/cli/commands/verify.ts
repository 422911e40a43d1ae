import { usageError } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { readPublicKey } from '../signing.ts';
import { verifyCache } from '../verify-cache.ts';
import { verifyFiles } from '../verify-files.ts';
import { verifyPlatform } from '../verify-platform.ts';

export const VERIFY = defineCommand({
  name: 'verify',
  about:
    'Check exports against their manifests, and those before them in their series; without FILE the cache against its ledger',
  examples: [
    'certdeck verify audit.xlsx',
    'certdeck verify /srv/archive --key certdeck.pub.pem',
    'certdeck verify',
    'certdeck verify --platform prod --since 30d',
  ],
  positionals: [
    {
      name: 'FILE',
      required: false,
      many: true,
      about: 'an export or its manifest, or a folder of them; without any the cache is checked',
    },
  ],
  options: {
    key: { type: 'text', value: 'FILE', about: 'signed by this key, PEM; without it by any' },
    alone: { type: 'flag', about: 'these exports only, without the ones before them' },
    platform: {
      type: 'text',
      value: 'NAME',
      about: 'ask this platform again, and name entries of the cache that it dropped or tells otherwise',
    },
    since: {
      type: 'duration',
      value: 'DUR',
      about: 'with --platform: how far back, instead of as configured',
    },
    format: { type: 'choice', choices: ['text', 'json'], default: 'text', about: 'how to print' },
  },
  async run({ options, positionals }, context) {
    const { format, platform, since, alone } = options;
    context.out.dropWhenGone();
    if (positionals.includes(''))
      throw usageError('FILE is empty', 'Name an export, its manifest, or a folder.');
    if (platform !== undefined) {
      if (positionals.length > 0)
        throw usageError('--platform asks a platform, no file', 'Leave FILE or --platform out.');
      return await verifyPlatform({ name: platform, since, format }, context);
    }
    if (since !== undefined) throw usageError('--since goes with --platform', 'Add --platform NAME.');
    if (positionals.length === 0) return await verifyCache(format, context);
    const trusted = options.key === undefined ? null : await readPublicKey(context, options.key);
    return await verifyFiles(positionals, { alone, trusted, format }, context);
  },
});
