import * as common from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import { PAGE, Route } from '../src/http/Route';

type JsonSchema = {
  description?: string;
  properties?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
};

/**
 * What goes over the wire, as the sender writes it: our clients must bear new fields of an answer, and we refuse those
 * of a request. A schema of the common package has the name of its export, without the ending; others stand where they
 * are used.
 */
class Schemas {
  readonly #ids = new Map<z.ZodType, string>();
  readonly #byId: Record<string, JsonSchema>;
  readonly #used = new Set<string>();

  constructor(schemas: readonly z.ZodType[]) {
    for (const [name, schema] of Object.entries(common)) {
      if (name.endsWith('Schema') && schema instanceof z.ZodType) {
        const id = name.slice(0, -'Schema'.length);
        this.#ids.set(schema, id[0].toUpperCase() + id.slice(1));
      }
    }
    for (const schema of schemas) {
      if (!this.#ids.has(schema)) {
        this.#ids.set(schema, ` ${this.#ids.size}`);
      }
    }
    const registry = z.registry<{ id: string }>();
    this.#ids.forEach((id, schema) => registry.add(schema, { id }));
    this.#byId = z.toJSONSchema(registry, {
      io: 'input',
      uri: refOf,
      override: ({ jsonSchema }) => {
        if (jsonSchema.format) {
          delete jsonSchema.pattern;
        }
      },
    }).schemas as Record<string, JsonSchema>;
  }

  use(schema: z.ZodType): object {
    const id = this.#ids.get(schema) ?? '';
    if (id.startsWith(' ')) {
      return this.#plain(id);
    }
    this.#used.add(id);
    return { $ref: refOf(id) };
  }

  propertiesOf(schema: z.ZodType): [string, JsonSchema][] {
    const { properties, anyOf = [] } = this.#plain(this.#ids.get(schema) ?? '');
    return Object.entries(
      properties ?? Object.assign({}, ...anyOf.map(it => it.properties)),
    );
  }

  /** Those that are used, and those that they name. */
  components(): Record<string, object> {
    const found = new Map<string, object>();
    const add = (id: string) => {
      if (!found.has(id)) {
        found.set(id, this.#plain(id));
        const named = JSON.stringify(found.get(id)).matchAll(
          /#\/components\/schemas\/(\w+)/g,
        );
        [...named].forEach(([, name]) => add(name));
      }
    };
    [...this.#used].sort().forEach(add);
    return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #plain(id: string): JsonSchema {
    const { $schema, $id, ...schema } = this.#byId[id] as JsonSchema & {
      $schema?: string;
      $id?: string;
    };
    return schema;
  }
}

/** The routes as an OpenAPI 3.1 document, of which `openapi.yaml` is a copy. */
export function openApiDocument(routes: readonly Route[]) {
  const schemas = new Schemas(
    routes.flatMap(({ query, body, answers }) => [
      ...[query, body].filter(schema => schema !== undefined),
      ...Object.values(answers).filter(answer => answer !== PAGE),
      common.errorBodySchema,
    ]),
  );
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= path.startsWith('/metadata/')
      ? { servers: [{ url: '/' }] }
      : {};
    paths[path][route.method.toLowerCase()] = describeRoute(route, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Databricks for Backstage',
      version: '1',
      description:
        'Routes of @backstage-databricks/plugin-databricks-backend. Written from the routes themselves; do not edit.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/databricks' }],
    security: [{ backstageToken: [] }],
    paths,
    components: {
      securitySchemes: {
        backstageToken: { type: 'http', scheme: 'bearer' },
      },
      schemas: schemas.components(),
    },
  };
}

function describeRoute(route: Route, schemas: Schemas) {
  const { id, summary, caller, body, answers } = route;
  const parameters = parametersOf(route, schemas);
  const json = (schema: z.ZodType) => ({
    'application/json': { schema: schemas.use(schema) },
  });
  return {
    operationId: id,
    summary,
    description: caller.who,
    ...(caller.isOpen ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: !body.safeParse({}).success,
            content: json(body),
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          answer === PAGE
            ? { description: 'A page', content: { 'text/html': {} } }
            : { description: 'An answer', content: json(answer) },
        ]),
      ),
      default: {
        description: 'An error',
        content: json(common.errorBodySchema),
      },
    },
  };
}

function parametersOf({ path, query, takesIfMatch }: Route, schemas: Schemas) {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = query ? schemas.propertiesOf(query) : [];
  const ifMatch = {
    name: 'If-Match',
    in: 'header',
    description: 'The etag of what is changed; absent for something new',
    schema: { type: 'string' },
  };
  return [
    ...inPath,
    ...inQuery.map(([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      description,
      schema,
    })),
    ...(takesIfMatch ? [ifMatch] : []),
  ];
}

function refOf(id: string): string {
  return `#/components/schemas/${id}`;
}
