/** `averagePrice` as results spell it: `average_price`. */
export function snakeCase(name: string): string {
  // Most names have no capital, and to look behind each letter of them takes longer than all the rest.
  if (name === name.toLowerCase()) return name;
  return name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
