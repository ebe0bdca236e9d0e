//! Does with ari-client what clients are compared by; its words and its figures are those of the crate `contest`.

'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const ari = require('ari-client');

/** How many milliseconds nothing has to come before what is missing counts as lost. */
const SILENCE = 5_000;

const now = process.hrtime.bigint;

// The dependencies of ari-client print remarks, and standard output is for figures.
console.log = console.error;

function print(line) {
  process.stdout.write(`${line}\n`);
}

/** Both clocks, from a moment on. */
class Watch {
  #wall = now();
  #processor = process.cpuUsage();

  /** What passed since, where the last of so many was done then. */
  stop(count, last = now()) {
    const { user, system } = process.cpuUsage(this.#processor);
    return {
      count,
      failed: 0,
      missing: 0,
      nanoseconds: Number(last - this.#wall),
      processor_nanoseconds: (user + system) * 1_000,
    };
  }
}

/** Connects; `listen` registers handlers before any event can come. */
async function connect({ url, user, password, app }, listen = () => {}) {
  const client = await ari.connect(url, user, password);
  listen(client);
  await client.start(app);
  return client;
}

/** Serves the API's description, without which ari-client knows no events, and a websocket that stays silent. */
async function serveDescription() {
  const folder = path.join(__dirname, '../../../api-docs');
  const server = http.createServer((asked, reply) => {
    const description = JSON.parse(fs.readFileSync(path.join(folder, path.basename(asked.url))));
    // As Asterisk does; otherwise the client goes where the description was written.
    description.basePath = `http://${asked.headers.host}/ari`;
    reply.setHeader('content-type', 'application/json').end(JSON.stringify(description));
  });
  server.on('upgrade', (asked, socket) => {
    const key = `${asked.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    const head = ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', 'connection: Upgrade'];
    socket.write([...head, `sec-websocket-accept: ${accept}`, '', ''].join('\r\n'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

/**
 * What ari-client does with a text frame before handlers are called, by its own code, which cannot be reached without
 * a connection: `JSON.parse`, looking up the event's model, and making an instance, with all its operations, of each
 * resource in it; then nobody listens. Reading the websocket is not part of it.
 */
async function decode(file, rounds) {
  const frames = fs.readFileSync(file, 'utf8').split('\n').filter((it) => it !== '');
  const account = { user: 'user', password: 'secret', app: 'bench' };
  const client = await connect({ url: await serveDescription(), ...account });
  let failed = 0;
  const watch = new Watch();
  for (let round = 0; round < rounds; round += 1) {
    for (const frame of frames) {
      try {
        client._ws.emit('message', frame);
      } catch {
        failed += 1;
      }
    }
  }
  return { ...watch.stop(frames.length * rounds), failed };
}

async function read(account, frames) {
  let [seen, watch, ended, failed] = [0];
  const end = new Promise((resolve, reject) => ([ended, failed] = [resolve, reject]));
  const count = () => {
    watch ??= new Watch();
    seen += 1;
    if (seen === frames) ended(watch.stop(seen));
  };
  await connect(account, (client) => {
    // Each kind that this server has; one that it does not describe makes ari-client throw.
    for (const kind of Object.keys(client._swagger.apis.events.models)) client.on(kind, count);
  });
  print('connected');
  let last = { seen, at: now() };
  setInterval(() => {
    if (seen > last.seen) last = { seen, at: now() };
    const silence = Number(now() - last.at) / 1e6;
    if (seen === 0 && silence > SILENCE * 12) failed(new Error('no event came'));
    if (seen > 0 && silence > SILENCE) ended({ ...watch.stop(seen, last.at), missing: frames - seen });
  }, 50);
  return end;
}

async function request(account, requests, atOnce) {
  const client = await connect(account);
  // The connections are made before anything is measured.
  await answerOften(client, atOnce, atOnce);
  const watch = new Watch();
  await answerOften(client, requests, atOnce);
  return watch.stop(requests);
}

async function answerOften(client, requests, atOnce) {
  await new Promise((resolve, reject) => {
    // A request whose connection breaks is never settled by ari-client.
    const lost = setTimeout(() => reject(new Error('a request was lost')), SILENCE);
    const tasks = Array.from({ length: atOnce }, async (_, task) => {
      // The remainder goes to the first ones.
      const share = Math.floor(requests / atOnce) + Number(task < requests % atOnce);
      for (let sent = 0; sent < share; sent += 1) {
        await client.channels.answer({ channelId: '1795247821.1' });
        lost.refresh();
      }
    });
    Promise.all(tasks).finally(() => clearTimeout(lost)).then(resolve, reject);
  });
}

async function call(account, endpoint, calls, atOnce) {
  let [begun, done, failed, ended, broken] = [0, 0, 0];
  const end = new Promise((resolve, reject) => ([ended, broken] = [resolve, reject]));
  const client = await connect(account);
  client.on('StasisStart', (event, channel) => {
    channel.answer().then(() => channel.hangup()).catch(broken);
  });
  client.on('StasisEnd', () => {
    last = now();
    done += 1;
    proceed();
  });
  const silence = setTimeout(() => ended(), SILENCE);
  const proceed = () => {
    silence.refresh();
    if (done + failed >= calls) ended();
    for (; begun < calls && begun - done - failed < atOnce; begun += 1) {
      client.channels.originate({ endpoint, app: account.app }).then(() => silence.refresh(), (error) => {
        console.error(`not called: ${error.message}`);
        failed += 1;
        proceed();
      });
    }
  };
  const watch = new Watch();
  let last = now();
  proceed();
  await end;
  return { ...watch.stop(done, last), failed, missing: calls - done - failed };
}

async function carryOut(words) {
  const text = () => words.shift() ?? fail('a word is missing');
  const number = (word = text()) => (/^\+?\d+$/.test(word) ? Number(word) : fail(`\`${word}\` is no number`));
  const account = () => ({ url: text(), user: text(), password: text(), app: text() });
  const way = (word = text()) => word === 'http' || fail(`ari-client sends no requests by \`${word}\``);
  const task = text();
  const tasks = {
    decode: () => [decode, text(), number()],
    read: () => [read, account(), number(), number()],
    request: () => [request, account(), way() && number(), number(), number()],
    call: () => [call, account(), way() && text(), number(), number()],
  };
  const [does, ...given] = (tasks[task] ?? (() => fail(`\`${task}\` is no task`)))();
  if (words.length > 0) fail(`\`${words[0]}\` is one word too many`);
  return does(...given);
}

function fail(message) {
  throw new Error(message);
}

carryOut(process.argv.slice(2)).then(
  (figures) => {
    print(JSON.stringify(figures));
    process.exit(0);
  },
  (error) => {
    console.error(error.message ?? error);
    process.exit(1);
  },
);
