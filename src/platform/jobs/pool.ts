import pg from "pg";

/**
 * Connections for the queue. graphile-worker tells the database how a job ended without hearing whether that failed, and such a
 * failure would end the process. It tries again only for codes it knows: so a lost database always has the code of one that starts.
 */
export function openQueuePool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  const connect = pool.connect.bind(pool) as Asking;
  pool.connect = ((...args: never[]) => retryable(connect(...args))) as typeof pool.connect;
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as Asking;
    client.query = ((...args: never[]) => retryable(query(...args))) as typeof client.query;
  });
  return pool;
}

type Asking = (...args: never[]) => unknown;

const cannotConnectNow = "57P03";
const lostCodes = /^(08|57P|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE)/;

/** Whoever asks with a callback is told as it is. */
const retryable = (reply: unknown): unknown =>
  reply instanceof Promise
    ? reply.catch((error: { code?: string; readonly message?: string }) => {
        if (lostCodes.test(error.code ?? "") || error.message?.startsWith("Connection terminated")) error.code = cannotConnectNow;
        throw error;
      })
    : reply;
