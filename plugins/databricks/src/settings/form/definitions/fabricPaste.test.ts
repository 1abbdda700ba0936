import fc from 'fast-check';
import type { FormValues, Say } from '../FormDescription';
import { fabricPaste } from './fabricPaste';

const t = ((key: string) => key) as unknown as Say;
const none: FormValues = { workspaceUrl: '' };
const host = fc
  .stringMatching(/^[a-z]{1,12}$/)
  .map(label => `${label}.cloud.databricks.com`);
const clusterId = fc.stringMatching(/^[0-9]{4}-[0-9]{6}-[a-z0-9]{8}$/);

describe('what is pasted into the form of a fabric', () => {
  it('is the cluster of a workspace in every form of its address, which makes it Spark', () => {
    fc.assert(
      fc.property(
        host,
        clusterId,
        fc.constantFrom(
          (id: string) => `/compute/clusters/${id}`,
          (id: string) => `/compute/clusters/${id}/configuration?x=1`,
          (id: string) => `/#setting/clusters/${id}/configuration`,
          (id: string) => `/#/setting/clusters/${id}`,
          (id: string) => `/#/compute/clusters/${id}`,
        ),
        fc.boolean(),
        (name, id, page, hasScheme) => {
          const address = `${hasScheme ? 'https://' : ''}${name}${page(id)}`;
          expect(fabricPaste.read(address, none, t)).toEqual({
            status: 'read',
            values: {
              workspaceUrl: `https://${name}`,
              compute: `cluster:${id}`,
              type: 'spark',
            },
          });
        },
      ),
    );
  });

  it('is refused with a credential in it, without a word of it', () => {
    fc.assert(
      fc.property(
        host,
        fc.stringMatching(/^[0-9a-f]{32}$/),
        fc.constantFrom(
          (name: string, token: string) => `https://u:dapi${token}@${name}`,
          (name: string, token: string) => `${name}/?token=${token}`,
          (name: string, token: string) =>
            `jdbc:databricks://${name}:443;PWD=dapi${token}`,
          (_: string, token: string) => `dapi${token}`,
        ),
        (name, token, pasted) => {
          const answer = fabricPaste.read(pasted(name, token), none, t);
          expect(answer).toMatchObject({
            status: 'refused',
            hasCredential: true,
          });
          expect(JSON.stringify(answer)).not.toContain(token);
        },
      ),
    );
  });
});
