import { isLoopbackHost } from '@backstage-databricks/plugin-databricks-common';
import ipaddr from 'ipaddr.js';
import { lookup as systemLookup, LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** What a name may resolve to. */
type AddressRules = {
  /** Private Link: private addresses too, but never this machine, its link, nor what a cloud tells its machines. */
  allowPrivateNetwork: boolean;
};

/**
 * Why an address is refused, the `code` of the error of a refused look-up: `ADDRESS_NOT_PUBLIC` where
 * `allowPrivateNetwork` would permit it, `ADDRESS_NEVER` where nothing does.
 */
export type AddressRefusal = 'ADDRESS_NOT_PUBLIC' | 'ADDRESS_NEVER';

const PRIVATE_RANGES = ['private', 'uniqueLocal', 'carrierGradeNat'];

/** All that is routed on the public internet today. Its ranges that embed IPv4 addresses are not `unicast`. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3');

/** Stands for an IPv4 address, its last 32 bits, in a network that has IPv6 alone (RFC 6052). */
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96');

/**
 * Where clouds tell their machines secrets, beside the link-local addresses that most of them use. These would pass
 * for public or for private ones.
 */
const CLOUD_METADATA = [
  '168.63.129.16/32', // Azure
  '100.100.100.200/32', // Alibaba Cloud
  '100.96.0.96/32', // Volcano Engine
  'fd00:ec2::/32', // AWS
  'fd20:ce::/32', // Google Cloud
  'fd00:c1::/32', // Oracle Cloud
  'fd00:42::/32', // Scaleway
].map(ipaddr.parseCIDR);

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Why no connection may be made to an address on behalf of a host.
 *
 * @returns undefined where it may be made
 */
export function addressRefusal(
  hostname: string,
  address: string,
  rules: AddressRules,
): AddressRefusal | undefined {
  const parsed = ipaddr.process(address);
  // The host rules say whether a loopback host may be called at all.
  if (parsed.range() === 'loopback' && isLoopbackHost(hostname)) {
    return undefined;
  }
  const ip = isWithin(parsed, NAT64) ? embeddedIpv4(parsed) : parsed;
  const range = ip.range();
  if (CLOUD_METADATA.some(metadata => isWithin(ip, metadata))) {
    return 'ADDRESS_NEVER';
  }
  if (PRIVATE_RANGES.includes(range)) {
    return rules.allowPrivateNetwork ? undefined : 'ADDRESS_NOT_PUBLIC';
  }
  return range === 'unicast' &&
    (ip.kind() === 'ipv4' || isWithin(ip, GLOBAL_IPV6))
    ? undefined
    : 'ADDRESS_NEVER';
}

function isWithin(ip: Address, range: [Address, number]): boolean {
  // ipaddr.js throws where an address of one kind is held against a range of the other.
  return ip.kind() === range[0].kind() && ip.match(range);
}

function embeddedIpv4(ip: Address): ipaddr.IPv4 {
  return new ipaddr.IPv4(ip.toByteArray().slice(-4));
}

/**
 * A `lookup` for sockets that fails unless every address is permitted. The address that was checked is the one
 * that is connected to, so a name that changes its mind (DNS rebinding) gains nothing. Sockets do not call it
 * for IP literals: those the host rules refuse. The error of a refusal has an {@link AddressRefusal} as its `code`.
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
      addresses: LookupAddress[] = [],
    ) => {
      const [first] = addresses;
      const refusals = addresses.map(({ address }) =>
        addressRefusal(hostname, address, rules()),
      );
      if (error || !first) {
        callback(error ?? new Error('The name has no address'), '');
      } else if (refusals.includes('ADDRESS_NEVER')) {
        callback(refused('ADDRESS_NEVER'), '');
      } else if (refusals.includes('ADDRESS_NOT_PUBLIC')) {
        callback(refused('ADDRESS_NOT_PUBLIC'), '');
      } else if (options.all) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    };
    lookup(hostname, { ...options, all: true }, answer);
  };
}

function refused(code: AddressRefusal): NodeJS.ErrnoException {
  const what =
    code === 'ADDRESS_NEVER' ? 'that is never permitted' : 'that is not public';
  return Object.assign(new Error(`The name has an address ${what}`), { code });
}
