import { useApp } from 'ink';
import { type ReactElement, type ReactNode, useEffect } from 'react';

export type Suspend = (work: () => Promise<void>) => Promise<void>;

interface Props {
  /** Given what Ink gives to its views only: the way to hand the terminal over for a while. */
  readonly onReady: (suspend: Suspend) => void;
  readonly children?: ReactNode;
}

/** The view, and beside it the one thing of Ink that its mounting does not return. */
export function Suspending({ onReady, children }: Props): ReactElement {
  const { suspendTerminal } = useApp();
  useEffect(() => onReady((work) => suspendTerminal(work)), [onReady, suspendTerminal]);
  return <>{children}</>;
}
