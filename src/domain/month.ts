/** A calendar month in UTC. Instants are UTC ms. */
export interface Month {
  /** `2026-03`. */
  readonly name: string;
  readonly from: number;
  /** The first instant of the next one. */
  readonly to: number;
}

/** The month an instant from 1970 on lies in. */
export function monthOf(at: number): Month {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const name = `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}`;
  return { name, from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
}
