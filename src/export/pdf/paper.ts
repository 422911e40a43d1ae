/** Sheets a document may be printed on, lying on their long side. Points, of which an inch has 72. */
export interface Paper {
  readonly width: number;
  readonly height: number;
}

export const PAPERS = {
  a4: { width: 841.89, height: 595.28 },
  letter: { width: 792, height: 612 },
} as const satisfies Readonly<Record<string, Paper>>;

export type PaperName = keyof typeof PAPERS;
export const PAPER_NAMES = Object.keys(PAPERS) as readonly PaperName[];
