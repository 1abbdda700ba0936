import { readFile } from 'node:fs/promises';
import { loadConfigSchema } from '@backstage/config-loader';
import type { AppConfig } from '@backstage/config';
import { parse } from 'yaml';

/**
 * What of the given configuration files a browser gets, by the schemas of the backend and all its plugins.
 */
export async function readFrontendConfig(
  files: readonly string[],
): Promise<AppConfig[]> {
  const schema = await loadConfigSchema({
    dependencies: ['backend'],
    packagePaths: [],
  });
  const configs = await Promise.all(
    files.map(async file => ({
      context: file,
      data: parse(await readFile(file, 'utf8')),
    })),
  );
  return schema.process(configs, { visibility: ['frontend'] });
}
