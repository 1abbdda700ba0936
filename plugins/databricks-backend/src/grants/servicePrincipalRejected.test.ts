import { servicePrincipalRejected } from './servicePrincipalRejected';

describe('A service principal that Databricks rejects', () => {
  it('is told by what is wrong with it, and by who can correct that', () => {
    expect(servicePrincipalRejected('nightly', 'scopes_rejected')).toBe(
      "Databricks does not assign the requested scopes to the service principal of the fabric 'nightly'. Ask its owner or an admin to correct them.",
    );
    for (const reason of ['client_rejected', undefined]) {
      expect(servicePrincipalRejected('nightly', reason)).toBe(
        "Databricks rejects the client ID or the secret of the service principal of the fabric 'nightly'. Ask its owner or an admin to renew the secret.",
      );
    }
  });
});
