import { expect, test } from 'vitest';
import { startReceiver } from '../forward/support/syslog-receiver.ts';
import { openConsole } from './support/open-console.ts';
import { openOwn, WITHOUT_RULES } from './support/own-platform.ts';

test('what waits is sent to its targets from the platforms, and what came of it is told', async () => {
  const receiver = await startReceiver();
  const target = `[[targets]]\nname = "siem"\nkind = "syslog"\nhost = "127.0.0.1"\nport = ${receiver.port}\ntransport = "tcp"\nfrom = "start"\n`;
  const alerts = [1, 2, 3].map((id) => ({
    ...{ id, title: `alert ${id}`, severity: 'ERROR', createdAt: '2026-01-01T00:00:00Z', type: 'X' },
  }));
  await using own = await openOwn({ alerts }, { further: `${target}${WITHOUT_RULES}` });
  await using deck = openConsole({ args: [], columns: 80, rows: 24, home: own.home });
  await deck.until(/3 matched|1 Alerts 3/);
  deck.press('@');
  await deck.until(/siem \(syslog\): nothing was sent to it yet[\s\S]*s sends to the targets/);
  deck.press('s');
  await deck.until(/certdeck forward --once · done[\s\S]*siem: 3 sent/);
  expect(receiver.messages).toHaveLength(3);
  deck.press('\u001b');
  deck.press('@');
  await deck.until('siem (syslog): up to date');
  await receiver.close();
});
