import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { allRoutes } from '../src/__testUtils__/allRoutes';
import { openApiDocument } from './openApiDocument';

async function main() {
  writeFileSync(
    resolve(__dirname, '../src/http/openapi.yaml'),
    stringify(openApiDocument(await allRoutes()), {
      aliasDuplicateObjects: false,
      singleQuote: true,
    }),
  );
}

main();
