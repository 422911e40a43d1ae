import { Box, type DOMElement, useApp } from 'ink';
import { type ReactElement, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

export type Suspend = (work: () => Promise<void>) => Promise<void>;

interface Props {
  /** Given what Ink gives to its views only: the way to hand the terminal over for a while. */
  readonly onReady: (suspend: Suspend) => void;
  /** Given the root of what Ink lays out, before anything of it is to be seen. */
  readonly onTree?: (root: DOMElement) => void;
  readonly children?: ReactNode;
}

/** The view, and beside it what of Ink its mounting does not return. */
export function Stage({ onReady, onTree, children }: Props): ReactElement {
  const { suspendTerminal } = useApp();
  const box = useRef<DOMElement>(null);
  // Until somebody has the tree Ink draws it, cell by cell: an empty one costs nothing.
  const [given, setGiven] = useState(onTree === undefined);
  useEffect(() => onReady((work) => suspendTerminal(work)), [onReady, suspendTerminal]);
  useLayoutEffect(() => {
    let node = box.current;
    while (node?.parentNode !== undefined) node = node.parentNode;
    if (node !== null) onTree?.(node);
    setGiven(true);
  }, [onTree]);
  return (
    <Box ref={box} flexDirection="column">
      {given ? children : null}
    </Box>
  );
}
