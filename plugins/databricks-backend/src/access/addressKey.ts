import ipaddr from 'ipaddr.js';

/**
 * What an address is counted by: an IPv6 address by its /64, of which one connection has all, and an IPv4 address that
 * is written as an IPv6 one by itself.
 */
export function addressKey(address: string | undefined): string {
  if (!address || !ipaddr.isValid(address)) {
    return '';
  }
  const ip = ipaddr.process(address);
  return ip instanceof ipaddr.IPv6
    ? `${new ipaddr.IPv6([...ip.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`
    : ip.toString();
}
