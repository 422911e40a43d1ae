import { expect, test } from 'vitest';
import { chunksOf } from '../../src/export/text/chunks.ts';

/** A file that is slow: what is written is looked at only when the next write has begun. */
function slowFile() {
  const written: string[] = [];
  let before: Promise<void> = Promise.resolve();
  const write = (bytes: Uint8Array): Promise<void> => {
    const previous = before;
    before = previous.then(async () => {
      await new Promise(setImmediate);
      written.push(Buffer.from(bytes).toString());
    });
    return previous;
  };
  const spool = () => Promise.reject(new Error('no spool'));
  return {
    file: { write, spool },
    text: () => before.then(() => written.join('')),
    count: () => written.length,
  };
}

test('pieces of any size come out whole and in order, in few writes', async () => {
  const { file, text, count } = slowFile();
  const chunks = chunksOf({ file, write: () => Promise.reject(new Error('bytes only')) });
  let wanted = '';
  for (let at = 0; at < 3_000; at++) {
    const piece =
      at % 500 === 7 ? `${at}${'é\u{1F600}x'.repeat(90_000)}` : `${at},é,${'y'.repeat(at % 400)}\r\n`;
    wanted += piece;
    if (chunks.add(piece)) await chunks.flush();
  }
  await chunks.flush();
  expect((await text()) === wanted).toBe(true);
  expect(count()).toBeLessThan(40);
});

test('a reader of text is given text', async () => {
  const given: string[] = [];
  const chunks = chunksOf({ file: null, write: async (text) => void given.push(text) });
  expect([chunks.add('a'), chunks.add('b'), chunks.add('c'.repeat(300_000))]).toEqual([false, false, true]);
  await chunks.flush();
  expect(given).toEqual([`ab${'c'.repeat(300_000)}`]);
});
