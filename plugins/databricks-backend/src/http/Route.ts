import { JsonObject } from '@backstage/types';
import { Request, Response } from 'express';
import { z } from 'zod/v4';
import { AuditEventId } from '../portal';

/** Who sent a request, as the audit names them, and whether they may. */
export type Identified<Caller> = {
  /** The calling plugin, or an external caller's subject. */
  plugin?: string;
  /** Entity ref. */
  user?: string;
  /** @throws DatabricksServiceError for who may not call the route */
  admit(): Promise<Caller> | Caller;
};

/** Who may call a route. */
export type CallerKind<Caller> = {
  /** For the description of the route. */
  who: string;
  /** Nobody's credentials are looked at. */
  isOpen?: boolean;
  identify(request: Request): Promise<Identified<Caller>>;
};

/** What a request has brought, once it is known who sent it and that it fits the route. */
export type Call<Caller, Query, Body> = {
  caller: Caller;
  params: Record<string, string>;
  query: Query;
  body: Body;
  request: Request;
  response: Response;
};

/** As much of a call as is known where it is refused. */
export type KnownCall<Query, Body> = {
  request: Request;
  plugin?: string;
  user?: string;
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
  /** What is said where the `:id` of the path is none of the caller's. */
  notFound?: string;
  /** What it answers when it succeeds, by status. The first one is sent unless the handler sets another. */
  answers: Record<number, z.ZodType | typeof PAGE>;
  handle(call: Call<Caller, Query, Body>): Promise<Result> | Result;
  audit?: {
    event: AuditEventId;
    severityLevel?: 'low';
    /** What is known before the work begins; undefined for a request that leaves no event. */
    meta(known: KnownCall<Query, Body>): JsonObject | undefined;
    /** What the work has shown. */
    describe?(result: Result): JsonObject;
  };
  /** The body of the answer, where it is not the result itself. That it cannot be made does not undo the work. */
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
