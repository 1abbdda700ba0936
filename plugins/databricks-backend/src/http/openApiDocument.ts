import { z } from 'zod/v4';
import { bodySchemas, BodyName } from './bodySchemas';
import { METADATA_PATH, Operation, operations, queryParameters } from './operations';

const WHO = {
  nobody: 'No credentials are needed.',
  user: 'A signed-in user.',
  admin: 'A user who administers.',
  owner: 'A user who administers, or owns the fabric and may update it.',
  plugin: 'A backend plugin, on its own or on behalf of a user.',
};

/** The routes as an OpenAPI 3.1 document, of which `openapi.yaml` is a copy. */
export function openApiDocument() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Databricks for Backstage',
      version: '1',
      description:
        'Routes of @backstage-databricks/plugin-databricks-backend. Made from the schemas of @backstage-databricks/plugin-databricks-common; do not edit.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/databricks' }],
    security: [{ backstageToken: [] }],
    paths: Object.fromEntries(
      Object.entries(operations).map(([path, methods]) => [
        path,
        {
          ...(path === METADATA_PATH ? { servers: [{ url: '/' }] } : {}),
          ...Object.fromEntries(
            Object.entries(methods).map(([method, operation]) => [
              method,
              describeOperation(path, operation),
            ]),
          ),
        },
      ]),
    ),
    components: {
      securitySchemes: {
        backstageToken: { type: 'http', scheme: 'bearer' },
      },
      schemas: componentSchemas(),
    },
  };
}

function describeOperation(path: string, operation: Operation) {
  const { id, summary, who, body, answers } = operation;
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(operation.query ?? []).map(name => ({
      name,
      in: 'query',
      ...queryParameters[name],
    })),
    ...(operation.changes
      ? [
          {
            name: 'If-Match',
            in: 'header',
            description:
              'The etag of what is changed; absent for something new',
            schema: { type: 'string' },
          },
        ]
      : []),
  ];
  return {
    operationId: id,
    summary,
    description: WHO[who],
    ...(who === 'nobody' ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? { requestBody: { required: !isOptional(body), content: json([body]) } }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, names]) => [
          status,
          {
            description: names.length > 0 ? names.join(' or ') : 'A page',
            content: names.length > 0 ? json(names) : { 'text/html': {} },
          },
        ]),
      ),
      default: { description: 'An error', content: json(['ErrorBody']) },
    },
  };
}

/** Where nothing says as much as an empty object. */
function isOptional(body: BodyName): boolean {
  return bodySchemas[body].safeParse({}).success;
}

function json(names: readonly BodyName[]) {
  const refs = names.map(name => ({ $ref: refOf(name) }));
  return {
    'application/json': {
      schema: refs.length === 1 ? refs[0] : { anyOf: refs },
    },
  };
}

function refOf(name: string): string {
  return `#/components/schemas/${name}`;
}

/**
 * As the sender writes them: our clients must bear new fields of an answer, and we refuse those of a request.
 */
function componentSchemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(bodySchemas)) {
    registry.add(schema, { id });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: refOf,
    override: ({ jsonSchema }) => {
      if (jsonSchema.format) {
        delete jsonSchema.pattern;
      }
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema, $id, ...schema }]) => [
      name,
      schema,
    ]),
  );
}
