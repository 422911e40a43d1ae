/** Hands what is copied to tmux itself, which as it comes lets no program inside it reach a clipboard. */
import { spawn } from 'node:child_process';
import type { Io } from './io.ts';

/**
 * Null outside of tmux. `load-buffer -w` keeps the text as a buffer and sends it on to the clipboard of the terminal
 * (tmux 3.2), under the settings nobody has changed, too: there plain and wrapped sequences are both dropped. What
 * tmux says is not heard: older ones do not know the option, and pass on the wrapped sequence.
 */
export function tmuxBuffer({ env }: Pick<Io, 'env'>): ((text: string) => void) | null {
  if (!env.TMUX) return null;
  return (text) => {
    const tmux = spawn('tmux', ['load-buffer', '-w', '-'], {
      env: { ...env },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // There may be no tmux to start, or it ends before it has read all.
    tmux.on('error', () => undefined);
    tmux.stdin.on('error', () => undefined);
    tmux.stdin.end(text);
    tmux.unref();
  };
}
