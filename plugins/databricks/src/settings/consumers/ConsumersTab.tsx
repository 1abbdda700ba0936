/** Which plugins may act as whom, and the emergency stop. */
export function ConsumersTab() {
  return null;
}
