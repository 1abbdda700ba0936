import { AuditorServiceCreateEventOptions } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';

/** An audit event, and what came of it. */
export type AuditRecord = AuditorServiceCreateEventOptions & {
  outcome?: 'success' | 'fail';
  error?: string;
};

/** An auditor that remembers everything it is told, or one that fails at everything. */
export function recordAudit() {
  const records: AuditRecord[] = [];
  const broken = { value: false };
  const failIfBroken = () => {
    if (broken.value) {
      throw new Error('The auditor is down');
    }
  };
  const auditor = mockServices.auditor.mock({
    createEvent: async options => {
      failIfBroken();
      const record: AuditRecord = { ...options };
      records.push(record);
      return {
        success: async result => {
          failIfBroken();
          record.outcome = 'success';
          record.meta = { ...record.meta, ...result?.meta };
        },
        fail: async ({ error }) => {
          failIfBroken();
          record.outcome = 'fail';
          record.error = `${error.name}: ${error.message}`;
        },
      };
    },
  });
  return { feature: auditor.factory, records, broken };
}
