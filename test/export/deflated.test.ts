import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { deflatedPart } from '../../src/export/xlsx/deflated.ts';

test('a disk that is full is told also where nothing is left to be added', async () => {
  const asked = Promise.withResolvers<void>();
  const part = deflatedPart({
    async write() {
      asked.resolve();
      throw new Error('ENOSPC');
    },
    async *read() {},
  });
  // More than waits to be compressed.
  part.add(randomBytes(1 << 16).toString('hex'));
  await part.flush();
  await asked.promise;
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  await expect(part.end()).rejects.toThrow('ENOSPC');
});
