/** Texts of encryption and export in the settings. */
export const maintenanceMessages = {
  encryption: {
    title: 'Encryption',
    keys: 'Encryption keys',
    primary: 'Primary',
    values_one: '{{count, number}} value',
    values_other: '{{count, number}} values',
    encrypts: 'Encrypts everything new',
    opens: 'Only opens what it wrote. Can be removed when it holds nothing',
    removable: 'Holds nothing: can be removed',
    missing_zero: 'Not configured. It holds nothing',
    missing_one:
      'Not configured: {{count, number}} value cannot be opened. Nothing is deleted',
    missing_other:
      'Not configured: {{count, number}} values cannot be opened. Nothing is deleted',
    rotate: 'Re-encrypt',
    started: 'Re-encrypting has started.',
    progress:
      'Re-encrypting with {{key}}: {{done, number}} of {{total, number}} values',
    progressLeft_one:
      'Re-encrypting with {{key}}: {{done, number}} of {{total, number}} values, about a minute left',
    progressLeft_other:
      'Re-encrypting with {{key}}: {{done, number}} of {{total, number}} values, about {{count, number}} minutes left',
    failed_one: 'One value could not be opened and was left as it is.',
    failed_other:
      '{{count, number}} values could not be opened and were left as they are.',
  },
  exported: {
    title: 'Export',
    help: 'What was defined on these pages, to keep it in version control. It holds no secrets; set the environment variables that it names.',
    copy: 'Copy',
    copyNamed: 'The export',
    download: 'Download',
    text: 'app-config',
    nothing: 'There is nothing to export yet.',
  },
} as const;
