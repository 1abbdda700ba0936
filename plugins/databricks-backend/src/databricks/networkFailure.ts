import { NetworkFailure } from './DatabricksCallError';

const BY_CODE: Record<string, NetworkFailure | 'address_never'> = {
  ADDRESS_NEVER: 'address_never',
  ADDRESS_NOT_PUBLIC: 'address_not_public',
  ECONNREFUSED: 'connection_refused',
  EHOSTUNREACH: 'connection_refused',
  ENETUNREACH: 'connection_refused',
  EAI_AGAIN: 'name_not_found',
  ENODATA: 'name_not_found',
  ENOTFOUND: 'name_not_found',
  ETIMEDOUT: 'timeout',
  PROXY_UNUSABLE: 'proxy_unusable',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
};

/** Codes of OpenSSL's verification, and Node's own for the rest of TLS. */
const TLS_CODE =
  /^(?:CERT_|CRL_|DEPTH_ZERO_|EPROTO$|ERR_SSL_|ERR_TLS_|HOSTNAME_MISMATCH|INVALID_|PATH_LENGTH|SELF_SIGNED|UNABLE_TO_)/;

/** Links of a chain of causes. Node nests two or three. */
const MAX_DEPTH = 5;

/**
 * How a call failed on the network, by a fixed code. Only codes are read of the error, and the status that a proxy
 * refused a tunnel with, which undici tells in a sentence alone.
 */
export function networkFailure(
  error: unknown,
): NetworkFailure | 'address_never' {
  let link = error as
    | { cause?: unknown; code?: unknown; message?: unknown; name?: unknown }
    | undefined;
  for (let depth = 0; link && depth < MAX_DEPTH; depth += 1) {
    const { code, message, name } = link;
    if (name === 'TimeoutError') {
      return 'timeout';
    }
    const proxy = /^Proxy response \((\d{3})\)/.exec(String(message));
    if (proxy) {
      return `proxy_${Number(proxy[1])}`;
    }
    const errorCode = String(code);
    if (Object.hasOwn(BY_CODE, errorCode)) {
      return BY_CODE[errorCode];
    }
    if (TLS_CODE.test(errorCode)) {
      return 'certificate';
    }
    link = link.cause as typeof link;
  }
  return 'reset';
}
