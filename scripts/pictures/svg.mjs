/** The screen of a terminal as a picture. */

// As wide as a character of the fonts named below is at that size: what draws without `textLength` keeps columns.
const CELL = { width: 8.43, height: 18, size: 14 };
const inCells = (cells) => Math.round(cells * CELL.width * 100) / 100;
/** Default text and ground, and the sixteen colours, of a common dark and a common light scheme. */
export const GROUNDS = {
  dark: {
    text: '#d7dae0',
    ground: '#16181d',
    palette:
      '#1c1f26 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #abb2bf #5c6370 #ff7b86 #b5e890 #ffd68a #7cc4ff #e79bf5 #74d4e0 #ffffff',
    // What a terminal tells programs that ask in the environment.
    told: '15;0',
  },
  light: {
    text: '#24292f',
    ground: '#ffffff',
    palette:
      '#24292f #cf222e #116329 #7d4e00 #0969da #8250df #1b7c83 #6e7781 #57606a #a40e26 #1a7f37 #633c01 #218bff #a475f9 #3192aa #8c959f',
    told: '0;15',
  },
};

/** The cells of the terminal as SVG, in the colours of a scheme. */
export function draw(terminal, title, { text, ground, palette }) {
  const colours = { text, ground, palette: palette.split(' ') };
  const { cols, rows } = terminal;
  const inXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const grounds = [];
  const texts = [];
  for (let y = 0; y < rows; y++) {
    const line = terminal.buffer.active.getLine(y);
    let x = 0;
    while (line && x < cols) {
      const start = x;
      const style = styleOf(line.getCell(x), colours);
      let run = '';
      while (x < cols && styleOf(line.getCell(x), colours) === style) {
        const cell = line.getCell(x);
        run += cell.getChars() || ' ';
        x += Math.max(1, cell.getWidth());
      }
      const [fore, back, bold, dim, italic, under] = JSON.parse(style);
      const left = inCells(start);
      const width = inCells(x - start);
      if (back !== ground) {
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
  const [width, height] = [inCells(cols), rows * CELL.height];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 ${width + 24} ${height + 24}" font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="${CELL.size}"><title>${inXml(title)}</title><rect x="-12" y="-12" width="${width + 24}" height="${height + 24}" rx="8" fill="${ground}"/>${grounds.join('')}${texts.join('')}</svg>\n`;
}

function styleOf(cell, { text, ground, palette }) {
  const colour = (isDefault, isPalette, value, otherwise) =>
    isDefault
      ? otherwise
      : isPalette
        ? (palette[value] ?? xterm(value))
        : `#${value.toString(16).padStart(6, '0')}`;
  let fore = colour(cell.isFgDefault(), cell.isFgPalette(), cell.getFgColor(), text);
  let back = colour(cell.isBgDefault(), cell.isBgPalette(), cell.getBgColor(), ground);
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

/** The colours 16 to 255 of xterm: a cube of six by six by six, then greys. */
function xterm(value) {
  const hex = (parts) => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  if (value >= 232) return hex(Array(3).fill(8 + 10 * (value - 232)));
  const at = value - 16;
  return hex(
    [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((step) => (step === 0 ? 0 : 55 + 40 * step)),
  );
}
