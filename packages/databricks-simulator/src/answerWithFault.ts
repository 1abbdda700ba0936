import { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Answer, jsonAnswer } from './Answer';
import { Fault } from './Fault';

type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** Large bodies are written in pieces of this size. */
const OVERSIZE_PIECE_BYTES = 64 * 1024;

/**
 * Answers a request as its fault wants it.
 *
 * A request that has arrived is carried out, at its time, whether or not the caller still waits: so does Databricks.
 *
 * @param carryOut - what makes the right answer; not called by faults that come before
 * @param stopped - ends every wait
 */
export async function answerWithFault(
  response: ServerResponse,
  fault: Fault | undefined,
  carryOut: () => Promise<Answer>,
  stopped: AbortSignal,
): Promise<void> {
  const wait = (ms: number) => delay(ms, undefined, { signal: stopped });
  if (fault?.kind === 'delay' && fault.processed === 'before') {
    const answer = await carryOut();
    await wait(fault.delayMs);
    send(response, answer);
    return;
  }
  if (fault?.delayMs) {
    await wait(fault.delayMs);
  }
  switch (fault?.kind) {
    case undefined:
    case 'delay':
    case 'callback':
      send(response, await carryOut());
      return;
    case 'status':
      if (fault.processed) {
        await carryOut();
      }
      send(response, answerOf(fault));
      return;
    case 'fields':
      send(response, withFields(await carryOut(), fault.fields));
      return;
    case 'truncate': {
      const answer = await carryOut();
      const body = Buffer.from(answer.body);
      const end = fault.bytes ?? body.length / 2;
      send(response, { ...answer, body: body.subarray(0, end).toString() });
      return;
    }
    case 'oversize':
      await sendOversize(response, await carryOut(), fault);
      return;
    case 'drip':
      await drip(response, await carryOut(), fault, wait);
      return;
    case 'drop':
      if (fault.when === 'duringBody') {
        await sendHalf(response, await carryOut());
        response.destroy();
        return;
      }
      if (fault.when === 'afterProcessing') {
        await carryOut();
      }
      response.socket?.resetAndDestroy();
      return;
    default:
      throw new Error(
        `Unknown fault: ${JSON.stringify(fault satisfies never)}`,
      );
  }
}

function answerOf(fault: FaultOf<'status'>): Answer {
  const answer =
    typeof fault.body === 'object'
      ? jsonAnswer(fault.status, fault.body)
      : { status: fault.status, headers: {}, body: fault.body ?? '' };
  return { ...answer, headers: { ...answer.headers, ...fault.headers } };
}

function withFields(answer: Answer, fields: Record<string, unknown>): Answer {
  return answer.status === 200
    ? {
        ...answer,
        body: JSON.stringify({ ...JSON.parse(answer.body), ...fields }),
      }
    : answer;
}

function send(response: ServerResponse, answer: Answer): void {
  writeHeadWithLength(response, answer);
  response.end(answer.body);
}

function writeHeadWithLength(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
  });
}

async function sendHalf(
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  writeHeadWithLength(response, answer);
  const half = answer.body.slice(0, answer.body.length / 2);
  await new Promise(resolve => response.write(half, resolve));
}

function drip(
  response: ServerResponse,
  answer: Answer,
  { bytes = 1, intervalMs = 100 }: FaultOf<'drip'>,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  writeHeadWithLength(response, answer);
  response.flushHeaders();
  return pipeline(async function* pieces() {
    const body = Buffer.from(answer.body);
    for (let sent = 0; sent < body.length; sent += bytes) {
      await wait(intervalMs);
      yield body.subarray(sent, sent + bytes);
    }
  }, response);
}

/** Without a length, so that only somebody who counts notices. */
function sendOversize(
  response: ServerResponse,
  { status, headers, body }: Answer,
  { bytes }: FaultOf<'oversize'>,
): Promise<void> {
  response.writeHead(status, headers);
  return pipeline(async function* pieces() {
    yield body;
    const spaces = Buffer.alloc(OVERSIZE_PIECE_BYTES, ' ');
    let left = bytes - Buffer.byteLength(body);
    for (; left > 0; left -= spaces.length) {
      yield spaces.subarray(0, left);
    }
  }, response);
}
