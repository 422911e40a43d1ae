/** Mouse reports: buttons and wheel (1000) as readable numbers (1006). While on, the terminal selects no text. */
export const MOUSE_ON = '\u001b[?1000h\u001b[?1006h';
export const MOUSE_OFF = '\u001b[?1006l\u001b[?1000l';
