import { JsonObject } from '@backstage/types';
import { Request, Response } from 'express';
import { z } from 'zod/v4';
import { AuditEventId } from '../portal';

/** Who sent a request, as the audit names them. `admit` decides whether they may. */
type Identified<Caller> = {
  /** The calling plugin, or an external caller's subject. */
  plugin?: string;
  /** Entity ref. */
  user?: string;
  /** @throws DatabricksServiceError for who may not call the route */
  admit(): Promise<Caller> | Caller;
};

/** Who may call a route. */
export type CallerKind<Caller> = {
  /** Says it in words, for the description of the route. */
  who: string;
  /** No credentials are needed, and none are read. */
  isOpen?: boolean;
  identify(request: Request): Promise<Identified<Caller>>;
};

/** A request that fits its route, from somebody who may call it. */
export type Call<Caller, Query, Body> = {
  caller: Caller;
  params: Record<string, string>;
  query: Query;
  body: Body;
  request: Request;
  response: Response;
};

/** What is known of a call even where it is refused. */
type KnownCall<Query, Body> = Pick<Identified<unknown>, 'plugin' | 'user'> & {
  /** The `:name` of the path. */
  name?: string;
  /** The `:id` of the path, where it is a UUID. */
  id?: string;
  query?: Query;
  body?: Body;
};

/** A page for people, in place of a schema. */
export const PAGE = 'page';

/**
 * One method of one path: all that there is to know of it. The router is mounted from these objects, and `openapi.yaml`
 * is written from them.
 */
export type Route<
  Caller = unknown,
  Query = unknown,
  Body = unknown,
  Result = unknown,
> = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/databricks`, with `:name` for parameters. An `:id` is a UUID. */
  path: string;
  /** `operationId` of the OpenAPI document. */
  id: string;
  summary: string;
  caller: CallerKind<Caller>;
  /** Absent: no query parameter is taken. */
  query?: z.ZodType<Query>;
  /** Absent: no body is taken. */
  body?: z.ZodType<Body>;
  /** Takes `If-Match`. */
  takesIfMatch?: boolean;
  /** The message where the caller has nothing with the `:id` of the path. */
  notFound?: string;
  /** What it answers when it succeeds, by status. The lowest is sent unless the handler sets another. */
  answers: Record<number, z.ZodType | typeof PAGE>;
  handle(call: Call<Caller, Query, Body>): Promise<Result> | Result;
  audit?: {
    event: AuditEventId;
    severityLevel?: 'low';
    /** What the event says before the work begins; undefined for a request that leaves no event. */
    meta(known: KnownCall<Query, Body>): JsonObject | undefined;
    /** What the event says beside that once the work is done. */
    describe?(result: Result): JsonObject;
  };
  /** Makes the body of the answer, where that is not the result itself. If it fails, the work stays done. */
  answer?(result: Result, call: Call<Caller, Query, Body>): unknown;
};

/** Infers what the parts of a route have in common. */
export function defineRoute<
  Caller,
  Query = undefined,
  Body = undefined,
  Result = unknown,
>(route: Route<Caller, Query, Body, Result>): Route {
  return route;
}
