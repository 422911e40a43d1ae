/** The tables of the configuration that rooms above its own declare, loaded when a file holds them. */
import type { ConfigSections } from '../config/section.ts';

export const CONFIG_SECTIONS: ConfigSections = {
  keys: async () => (await import('../../stores/keys/section.ts')).KEYS_SECTION,
  theme: async () => (await import('../../stores/theme/section.ts')).THEME_SECTION,
  views: async () => (await import('../../stores/finding/views-section.ts')).VIEWS_SECTION,
  targets: async () => (await import('../forward/section.ts')).TARGETS_SECTION,
  redaction: async () => (await import('../config/redaction-section.ts')).REDACTION_SECTION,
  screen_reader: async () => (await import('../config/screen-reader.ts')).SCREEN_READER_SECTION,
};
