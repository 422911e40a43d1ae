// Takes the pictures of the documentation from the real program: runs it in a pseudo-terminal, presses keys,
// waits for what the screen says, and writes the screen as SVG.
//
//   npm run picture            takes every picture of docs/pictures/pictures.json
//   npm run picture -- jobs    takes one
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import headless from '@xterm/headless';

const CELL = { width: 8.4, height: 18, size: 14 };
// The sixteen colours of a common dark scheme, then the default text and ground.
const PALETTE =
  '#1c1f26 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #abb2bf #5c6370 #ff7b86 #b5e890 #ffd68a #7cc4ff #e79bf5 #74d4e0 #ffffff'.split(
    ' ',
  );
/** Milliseconds without a byte after which a frame is whole. */
const QUIET = 300;
const TEXT = '#d7dae0';
const GROUND = '#16181d';

/** @param {{ title: string, args: string[], columns: number, rows: number, steps: ({ wait: string } | { press: string })[] }} picture */
async function shoot(picture, state) {
  const terminal = new headless.Terminal({
    cols: picture.columns,
    rows: picture.rows,
    allowProposedApi: true,
  });
  const child = pty.spawn(process.execPath, ['dist/certdeck.js', ...picture.args], {
    cols: picture.columns,
    rows: picture.rows,
    env: { ...process.env, XDG_STATE_HOME: state, TERM: 'xterm-256color', NO_COLOR: '', TMUX: '' },
  });
  let changed = () => {};
  let quiet = () => {};
  child.onData((bytes) => {
    quiet();
    terminal.write(bytes, () => changed());
  });
  const screen = () =>
    Array.from({ length: terminal.rows }, (_, row) =>
      terminal.buffer.active.getLine(row)?.translateToString(true),
    ).join('\n');
  const until = (text) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`never saw ${text} on\n${screen()}`)), 60_000);
      changed = () => {
        if (!new RegExp(text).test(screen())) return;
        clearTimeout(late);
        resolve();
      };
      changed();
    });
  for (const step of picture.steps) {
    if ('press' in step) child.write(step.press);
    else await until(step.wait);
  }
  // A picture of a frame that is still being written would show two at once.
  await new Promise((resolve) => {
    let timer = setTimeout(resolve, QUIET);
    quiet = () => {
      clearTimeout(timer);
      timer = setTimeout(resolve, QUIET);
    };
  });
  const svg = draw(terminal, picture.title);
  child.kill('SIGTERM');
  return svg;
}

function draw(terminal, title) {
  const { cols, rows } = terminal;
  const inXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const grounds = [];
  const texts = [];
  for (let y = 0; y < rows; y++) {
    const line = terminal.buffer.active.getLine(y);
    let x = 0;
    while (line && x < cols) {
      const start = x;
      const style = styleOf(line.getCell(x));
      let run = '';
      while (x < cols && styleOf(line.getCell(x)) === style) {
        const cell = line.getCell(x);
        run += cell.getChars() || ' ';
        x += Math.max(1, cell.getWidth());
      }
      const [fore, back, bold, dim, italic, under] = JSON.parse(style);
      const left = start * CELL.width;
      const width = (x - start) * CELL.width;
      if (back !== GROUND) {
        grounds.push(
          `<rect x="${left}" y="${y * CELL.height}" width="${width}" height="${CELL.height}" fill="${back}"/>`,
        );
      }
      if (run.trim() !== '') {
        const extra = `${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.6"' : ''}${italic ? ' font-style="italic"' : ''}${under ? ' text-decoration="underline"' : ''}`;
        texts.push(
          `<text x="${left}" y="${(y + 0.75) * CELL.height}" fill="${fore}" textLength="${width}" lengthAdjust="spacingAndGlyphs" xml:space="preserve"${extra}>${inXml(run)}</text>`,
        );
      }
    }
  }
  const [width, height] = [cols * CELL.width, rows * CELL.height];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 ${width + 24} ${height + 24}" font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="${CELL.size}"><title>${inXml(title)}</title><rect x="-12" y="-12" width="${width + 24}" height="${height + 24}" rx="8" fill="${GROUND}"/>${grounds.join('')}${texts.join('')}</svg>\n`;
}

function styleOf(cell) {
  const colour = (isDefault, isPalette, value, otherwise) =>
    isDefault
      ? otherwise
      : isPalette
        ? (PALETTE[value] ?? otherwise)
        : `#${value.toString(16).padStart(6, '0')}`;
  let fore = colour(cell.isFgDefault(), cell.isFgPalette(), cell.getFgColor(), TEXT);
  let back = colour(cell.isBgDefault(), cell.isBgPalette(), cell.getBgColor(), GROUND);
  if (cell.isInverse()) [fore, back] = [back, fore];
  return JSON.stringify([
    fore,
    back,
    !!cell.isBold(),
    !!cell.isDim(),
    !!cell.isItalic(),
    !!cell.isUnderline(),
  ]);
}

const pictures = JSON.parse(readFileSync('docs/pictures/pictures.json', 'utf8'));
const wanted = process.argv.slice(2);
mkdirSync('docs/pictures', { recursive: true });
for (const [name, picture] of Object.entries(pictures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const state = mkdtempSync(join(tmpdir(), 'certdeck-picture-'));
  writeFileSync(`docs/pictures/${name}.svg`, await shoot(picture, state));
  rmSync(state, { recursive: true, force: true, maxRetries: 5 });
  console.log(`docs/pictures/${name}.svg`);
}
process.exit(0);
