import { isLoopbackHost } from '@backstage-databricks/plugin-databricks-common';
import ipaddr from 'ipaddr.js';
import { lookup as systemLookup, LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** What a name may resolve to. */
type AddressRules = {
  /** Private Link: private addresses too, but never this machine nor its link. */
  allowPrivateNetwork: boolean;
};

const PRIVATE_RANGES = ['private', 'uniqueLocal', 'carrierGradeNat'];

/** All that is routed on the public internet today. Its ranges that embed IPv4 addresses are not `unicast`. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Whether a connection to an address may be made on behalf of a host. */
export function isPermittedAddress(
  hostname: string,
  address: string,
  rules: AddressRules,
): boolean {
  const ip = ipaddr.process(address);
  const range = ip.range();
  if (range === 'loopback') {
    // The host rules say whether a loopback host may be called at all.
    return isLoopbackHost(hostname);
  }
  if (rules.allowPrivateNetwork && PRIVATE_RANGES.includes(range)) {
    return true;
  }
  return range === 'unicast' && (ip.kind() === 'ipv4' || ip.match(GLOBAL_IPV6));
}

/**
 * A `lookup` for sockets that fails unless every address is permitted. The address that was checked is the one
 * that is connected to, so a name that changes its mind (DNS rebinding) gains nothing. Sockets do not call it
 * for IP literals: those the host rules refuse.
 *
 * @param rules - read at each call
 * @param lookup - the resolver
 */
export function guardedLookup(
  rules: () => AddressRules,
  lookup: typeof systemLookup = systemLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    const answer = (
      error: NodeJS.ErrnoException | null,
      addresses: LookupAddress[],
    ) => {
      const [first] = addresses ?? [];
      if (error || !first) {
        callback(error ?? new Error('The name has no address'), '');
      } else if (
        !addresses.every(({ address }) =>
          isPermittedAddress(hostname, address, rules()),
        )
      ) {
        const refused = new Error('The name has an address that is not public');
        callback(Object.assign(refused, { code: 'ADDRESS_NOT_PUBLIC' }), '');
      } else if (options.all) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    };
    lookup(hostname, { ...options, all: true }, answer);
  };
}
