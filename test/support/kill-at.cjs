/**
 * `node --require test/support/kill-at.cjs`: numbers everything the process does to its database, its files and its
 * connections, and kills it with SIGKILL just before the deed whose number, from 1, is in KILL_AT. Without KILL_AT the
 * deeds are listed in the file that DEEDS_FILE names when the process ends, so that a test can choose among them.
 */
const fs = require('node:fs');
const { Buffer } = require('node:buffer');
const net = require('node:net');
const Database = require('better-sqlite3');

const killAt = Number(process.env.KILL_AT ?? Infinity);
const deeds = [];
const { writeFileSync } = fs;

function before(deed) {
  deeds.push(deed);
  if (deeds.length === killAt) process.kill(process.pid, 'SIGKILL');
}

/** Counts each call of a method. */
function count(object, method, nameOf) {
  const original = object[method];
  object[method] = function (...args) {
    before(nameOf(this, args));
    return original.apply(this, args);
  };
}

const firstWords = ({ source }) => source.trim().split(/\s+/, 3).join(' ');
const memory = new Database(':memory:');
for (const method of ['run', 'all']) count(Object.getPrototypeOf(memory.prepare('SELECT 1')), method, firstWords);
memory.close();

for (const method of ['writeSync', 'linkSync', 'fsyncSync']) count(fs, method, () => `file ${method}`);
for (const method of ['rename', 'mkdir']) count(fs.promises, method, () => `file ${method}`);
const { open } = fs.promises;
let handlesAreCounted = false;
fs.promises.open = async (...args) => {
  before('file open');
  const handle = await open(...args);
  if (!handlesAreCounted)
    for (const method of ['writeFile', 'sync', 'close']) count(Object.getPrototypeOf(handle), method, () => `file ${method}`);
  handlesAreCounted = true;
  return handle;
};
/** What is sent to PostgreSQL is named by its statement: a simple query (`Q`), or one with parameters (`P`, after its name's end). */
function sent([data]) {
  const isMessage = Buffer.isBuffer(data) && data.length > 5 && data.readUInt32BE(1) < data.length;
  const kind = isMessage ? String.fromCharCode(data[0]) : '';
  if (kind !== 'Q' && kind !== 'P') return 'socket write';
  const start = kind === 'Q' ? 5 : data.indexOf(0, 5) + 1;
  return firstWords({ source: data.toString('utf8', start, data.indexOf(0, start)) });
}
count(net.Socket.prototype, 'write', (_socket, args) => sent(args));

process.on('exit', () => {
  if (process.env.DEEDS_FILE) writeFileSync(process.env.DEEDS_FILE, JSON.stringify(deeds));
});
