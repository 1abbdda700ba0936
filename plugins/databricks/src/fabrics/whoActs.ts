import type { Automation } from './automation';
import type { You } from './you';

/** The name of whoever interactive work runs as, as far as it is known. */
export function whoActs(you: You, automation: Automation): string {
  if ('person' in you) {
    return you.person.name;
  }
  return ('name' in automation && automation.name) || '';
}
