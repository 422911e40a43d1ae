/** One run of the program: words in, exit code out. Everything it touches comes in with `io`. */
import { VERSION } from '../domain/version.ts';
import type { Io } from './io.ts';
import { NO_LOG, openLog } from './log-file.ts';
import { Output, ReaderGone, Talk, Unwritable } from './output.ts';

/** Never throws; what goes wrong is told on stderr. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const out = new Output(io.stdout, io.signal);
  const talk = new Talk(io.stderr);
  let log = NO_LOG;
  let code: number;
  let untold: number | undefined;
  try {
    // Answered before anything is loaded that only other commands need.
    if (argv[0] === '__complete') {
      const { complete } = await import('./completion/complete.ts');
      await out.write(await complete(argv.slice(1), io));
      code = 0;
    } else if (argv.length === 1 && argv[0] === '--version') {
      await out.write(`${VERSION}\n`);
      code = 0;
    } else {
      const { findCommand } = await import('./find-command.ts');
      const { command, words } = await findCommand(argv);
      untold = command.untold;
      const { parseArguments } = await import('./arguments.ts');
      const { args, globals } = await parseArguments(command, words);
      if (globals.version) {
        await out.write(`${VERSION}\n`);
        code = 0;
      } else if (globals.help) {
        const { helpOf } = await import('./help.ts');
        await out.write(await helpOf(command));
        code = 0;
      } else {
        const { paintFor } = await import('./colour.ts');
        if (globals['log-file'] !== undefined) log = openLog(globals['log-file'], io.cwd, io.clock);
        log.note('begin', { version: VERSION, command: command.name || 'console' });
        const paint = paintFor(io, globals['no-color']);
        code = await command.run(args, { io, globals, out, talk, paint, log });
      }
    }
    await out.end();
  } catch (thrown) {
    if (thrown instanceof ReaderGone) code = 0;
    else {
      const { tellFailure } = await import('./tell-failure.ts');
      code = tellFailure(thrown, talk, log);
      if (thrown instanceof Unwritable) code = untold ?? code;
    }
  }
  // A command that was asked to stop has closed what it opened by now; whatever else came up, it was interrupted.
  if (io.signal.aborted) code = 130;
  log.note('end', { code });
  log.close();
  return code;
}
