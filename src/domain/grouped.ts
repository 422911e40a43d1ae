/** A number as people read it, digits in threes: `1,234,567`. Making a formatter costs more than a line of the screen. */
export function grouped(value: number): string {
  if (!Number.isSafeInteger(value)) return value.toLocaleString('en');
  const text = String(value);
  return Math.abs(value) < 1_000 ? text : text.replace(/\B(?=(?:\d{3})+$)/g, ',');
}
