import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { openApiDocument } from '../src/http/openApiDocument';

writeFileSync(
  resolve(__dirname, '../src/http/openapi.yaml'),
  stringify(openApiDocument(), {
    aliasDuplicateObjects: false,
    singleQuote: true,
  }),
);
