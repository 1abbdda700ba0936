import {
  connection,
  fabric,
  fabricList,
  failedTest,
  servicePrincipalFabric,
} from '../__testUtils__/answers';
import { fabricView } from './fabricView';

const connected = fabric({ connection: connection() });

describe('fabricView', () => {
  it('takes the issuer of the list, with the newer connection of the fabric itself', () => {
    const list = fabricList([fabric(), fabric({ name: 'second' })], {
      admins: ['group:default/platform'],
    });
    expect(fabricView(connected, list, false)).toMatchObject({
      issuer: { id: 'sales', fabrics: 2, connection: { status: 'connected' } },
      you: { state: 'connected' },
      automation: { state: 'ready', name: 'analytics-etl' },
      admins: ['group:default/platform'],
    });
    expect(fabricView(connected, list, true).you).toEqual({ state: 'waiting' });
  });

  it('works without a list', () => {
    expect(fabricView(fabric(), undefined, false)).toMatchObject({
      issuer: { id: 'sales', title: 'Sales', fabrics: 0 },
      you: { state: 'notConnected' },
      admins: [],
    });
  });

  it('has no issuer where no sign-in is needed', () => {
    const view = fabricView(servicePrincipalFabric(), undefined, false);
    expect(view.issuer).toBeUndefined();
    expect(view.you).toEqual({ state: 'none' });
  });

  it('takes what failed from the backend, which knows what could not be tested', () => {
    const lastTest = { user: failedTest('compute') };
    const shown = { ...connected, lastTest };
    expect(fabricView(shown, undefined, false).you.state).toBe('connected');
    expect(
      fabricView({ ...shown, failedTests: ['compute'] }, undefined, false),
    ).toMatchObject({
      you: { state: 'testFailed' },
      automation: { state: 'ready' },
    });
  });

  it('keeps the two identities apart', () => {
    expect(
      fabricView(
        { ...connected, failedTests: ['servicePrincipal'] },
        undefined,
        false,
      ),
    ).toMatchObject({
      you: { state: 'connected' },
      automation: { state: 'testFailed' },
    });
  });
});
