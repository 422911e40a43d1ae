import { type Charset, plainSign } from '../screen/ascii.ts';

/** Lines as a terminal in raw mode wants them ended, in the characters it has. */
export function inLines(text: string, charset: Charset): string {
  const plain =
    charset === 'unicode'
      ? text
      : [...text]
          .map((each) => plainSign(each) ?? (charset === 'signs' || /[\n\b -~]/.test(each) ? each : '?'))
          .join('');
  return plain.replaceAll('\n', '\r\n');
}
