/** Debian's rsyslog, where it is installed, with a folder and ports of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Issued } from '../../platforms/host/openssl.ts';

const PROGRAM = ['/usr/sbin/rsyslogd', '/sbin/rsyslogd', '/usr/local/sbin/rsyslogd'].find(existsSync) ?? null;
const LIBRARIES = ['/usr/lib', '/usr/lib64', '/usr/local/lib'];

/** Null where it is not installed. */
export const rsyslogd = PROGRAM !== null && spawnSync(PROGRAM, ['-v']).status === 0 ? PROGRAM : null;

/** Whether it can speak TLS: the driver is a package of its own, in a folder named after the machine's kind or not. */
export const hasTlsDriver = (): boolean =>
  LIBRARIES.filter(existsSync).some((folder) =>
    ['.', ...readdirSync(folder)].some((kind) => existsSync(join(folder, kind, 'rsyslog/lmnsd_gtls.so'))),
  );

export interface Rsyslog {
  readonly port: number;
  /** What it has written so far, a line a message: structured data, then the message. */
  lines(): readonly string[];
  /** Ends it in good order: what it has read is written. */
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Whatever became of a test, nothing of it goes on. */
export function killRsyslogs(): void {
  for (const child of running) child.kill('SIGKILL');
}

async function listens(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** `port` 0 takes a free one. */
export async function startRsyslog(
  program: string,
  folder: string,
  {
    tls,
    port = 0,
  }: { readonly tls?: { readonly ca: Issued; readonly leaf: Issued }; readonly port?: number },
): Promise<Rsyslog> {
  const at = (name: string) => join(folder, name);
  const [portFile, output] = [at('port'), at('messages')];
  rmSync(portFile, { force: true });
  const driver =
    tls === undefined ? '' : ` StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon"`;
  const files =
    tls === undefined
      ? ''
      : ` defaultNetstreamDriverCAFile="${tls.ca.file}" defaultNetstreamDriverCertFile="${tls.leaf.file}" defaultNetstreamDriverKeyFile="${tls.leaf.keyFile}"`;
  writeFileSync(
    at('rsyslog.conf'),
    `global(workDirectory="${folder}" maxMessageSize="64k" parser.escapeControlCharactersOnReceive="off"${files})
main_queue(queue.timeoutShutdown="20000" queue.timeoutActionCompletion="20000")
module(load="imtcp"${driver})
input(type="imtcp" address="127.0.0.1" port="${port}" listenPortFileName="${portFile}")
template(name="whole" type="string" string="%pri% %app-name% %msgid% %structured-data%%msg%\\n")
action(type="omfile" file="${output}" template="whole" asyncWriting="off")
`,
  );
  const child: ChildProcess = spawn(program, ['-n', '-f', at('rsyslog.conf'), '-i', at('pid')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  // It tells nobody that it listens, and writes down its port only where it chose it.
  const chosen = () => (port > 0 ? port : existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0);
  for (let tries = 0; chosen() === 0 || !(await listens(chosen())); tries += 1) {
    if (tries > 500 || child.exitCode !== null) throw new Error(`rsyslogd does not listen: ${said}`);
    await sleep(20);
  }
  return {
    port: chosen(),
    lines: () => (existsSync(output) ? readFileSync(output, 'utf8').split('\n').slice(0, -1) : []),
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
