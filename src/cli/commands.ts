/** Every command, loaded when it is asked for. */
import type { Command } from './command.ts';

export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./commands/demo.ts')).DEMO,
  sync: async () => (await import('./commands/sync.ts')).SYNC,
  alerts: async () => (await import('./commands/alerts.ts')).ALERTS,
  jobs: async () => (await import('./commands/jobs.ts')).JOBS,
  audit: async () => (await import('./commands/audit.ts')).AUDIT,
  stats: async () => (await import('./commands/stats.ts')).STATS,
  show: async () => (await import('./commands/show.ts')).SHOW,
  export: async () => (await import('./commands/export.ts')).EXPORT,
  forward: async () => (await import('./commands/forward.ts')).FORWARD,
  report: async () => (await import('./commands/report.ts')).REPORT,
  import: async () => (await import('./commands/import.ts')).IMPORT,
  archive: async () => (await import('./commands/archive.ts')).ARCHIVE,
  verify: async () => (await import('./commands/verify.ts')).VERIFY,
  key: async () => (await import('./commands/key.ts')).KEY,
  check: async () => (await import('./commands/check.ts')).CHECK,
  rules: async () => (await import('./commands/rules.ts')).RULES_COMMAND,
  platforms: async () => (await import('./commands/platforms.ts')).PLATFORMS,
  config: async () => (await import('./commands/config.ts')).CONFIG,
  completion: async () => (await import('./commands/completion.ts')).COMPLETION,
};

/** What `certdeck` alone does. */
export const loadConsole = async (): Promise<Command> => (await import('./commands/console.ts')).CONSOLE;
