import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a process and a server, so that the server can seem to be down or to hang. */
export type TcpProxy = {
  port: number;
  /** Connections are closed, and new ones refused. */
  cut(): void;
  /** Connections stay, and nothing passes any more. */
  hang(): void;
  /** Everything is well again. What hung goes on. */
  restore(): void;
  stop(): Promise<void>;
};

export async function startTcpProxy(target: {
  host: string;
  port: number;
}): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let state: 'well' | 'cut' | 'hanging' = 'well';
  const server = createServer(incoming => {
    if (state === 'cut') {
      incoming.destroy();
      return;
    }
    const outgoing = connect(target);
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('data', chunk => other.write(chunk));
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      if (state === 'hanging') {
        socket.pause();
      }
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    state = 'cut';
    sockets.forEach(socket => socket.destroy());
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    hang() {
      state = 'hanging';
      sockets.forEach(socket => socket.pause());
    },
    restore() {
      state = 'well';
      sockets.forEach(socket => socket.resume());
    },
    stop() {
      cut();
      return new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
