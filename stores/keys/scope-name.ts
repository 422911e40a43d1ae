/** Layers of keys as people call them. */
import type { Scope } from './binding.ts';

const NAMES: Readonly<Record<Scope, string>> = {
  global: 'Everywhere',
  list: 'In a list',
  figures: 'In the statistics',
  text: 'In a detail',
  prompt: 'In the filter prompt',
  pivots: 'In the pivot menu',
  menu: 'In a menu',
  export: 'In the export dialog',
  line: 'In a line asked for',
  sheet: 'In a comparison or an output',
  strip: 'In the histogram',
  lane: 'In the lane',
  ranges: 'In the time ranges',
  columns: 'In the column chooser',
  columnPath: 'In a path of a column',
  palette: 'In the palette',
  views: 'Among the views',
  facets: 'In the facets',
  sql: 'In an answer in SQL',
  panel: 'Among the platforms',
  confirm: 'In a question',
  help: 'In this help',
};

export const scopeName = (scope: Scope): string => NAMES[scope];
