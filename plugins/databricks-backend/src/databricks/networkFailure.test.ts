import { networkFailure } from './networkFailure';

const failed = (code: unknown, changes: object = {}) =>
  Object.assign(new Error('canary'), { code, ...changes });

describe('The network failed', () => {
  it.each([
    ['ADDRESS_NEVER', 'address_never'],
    ['ADDRESS_NOT_PUBLIC', 'address_not_public'],
    ['ECONNREFUSED', 'connection_refused'],
    ['EHOSTUNREACH', 'connection_refused'],
    ['ENETUNREACH', 'connection_refused'],
    ['EAI_AGAIN', 'name_not_found'],
    ['ENODATA', 'name_not_found'],
    ['ENOTFOUND', 'name_not_found'],
    ['ETIMEDOUT', 'timeout'],
    ['PROXY_UNUSABLE', 'proxy_unusable'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['CRL_HAS_EXPIRED', 'certificate'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
    ['EPROTO', 'certificate'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
    ['HOSTNAME_MISMATCH', 'certificate'],
    ['INVALID_CA', 'certificate'],
    ['PATH_LENGTH_EXCEEDED', 'certificate'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
    ['ECONNRESET', 'reset'],
    ['EPROTOTYPE', 'reset'],
    ['X_CERT_HAS_EXPIRED', 'reset'],
    ['toString', 'reset'],
    [undefined, 'reset'],
    [7, 'reset'],
  ])('with %s: %s', (code, failure) => {
    expect(networkFailure(failed(code))).toBe(failure);
    const cause = failed(code);
    expect(networkFailure(failed('UND_ERR_SOCKET', { cause: { cause } }))).toBe(
      failure,
    );
  });

  it('in time, however the deadline is told', () => {
    const timeout = failed(23, { name: 'TimeoutError' });
    expect(networkFailure(timeout)).toBe('timeout');
    expect(networkFailure(failed('X', { cause: timeout }))).toBe('timeout');
  });

  it('at a proxy, with its status alone', () => {
    const told = (message: string) =>
      networkFailure(failed('UND_ERR_ABORTED', { message }));
    expect(told('Proxy response (407) !== 200 when HTTP Tunneling')).toBe(
      'proxy_407',
    );
    expect(told('x Proxy response (407)')).toBe('reset');
    expect(told('Proxy response (4070)')).toBe('reset');
    expect(told('Proxy response (40)')).toBe('reset');
  });

  it('somehow, where the chain of causes is longer than any, or there is nothing to read', () => {
    const nested = (depth: number): Error =>
      depth === 0
        ? failed('ECONNREFUSED')
        : failed('X', { cause: nested(depth - 1) });
    expect(networkFailure(nested(4))).toBe('connection_refused');
    expect(networkFailure(nested(5))).toBe('reset');
    const circle = failed('X');
    circle.cause = circle;
    expect(networkFailure(circle)).toBe('reset');
    expect(networkFailure(undefined)).toBe('reset');
    expect(networkFailure(null)).toBe('reset');
  });
});
