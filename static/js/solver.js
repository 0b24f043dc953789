// Solves altcha's challenge (version 2, SHA-256) in a worker. An own SHA-256, for a page that came by
// plain http has no crypto.subtle. In: the challenge. Out: the solution, or null when there is none.
const K = new Uint32Array(64);
const START = new Uint32Array(8);

(function constants() {
  const root = (x, n) => (x ** (1 / n) * 4294967296) | 0;
  for (let n = 2, found = 0; found < 64; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = root(n, 2);
    K[found] = root(n, 3);
    found += 1;
  }
}());

const words = new Uint32Array(64);
const state = new Uint32Array(8);

// One block of 64 bytes: all that 36 or 32 bytes with their filling need.
function block(bytes) {
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(i * 4);
  for (let i = 16; i < 64; i += 1) {
    const a = words[i - 15];
    const b = words[i - 2];
    const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    words[i] = words[i - 16] + s0 + words[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state.set([a, b, c, d, e, f, g, h]);
  for (let i = 0; i < 8; i += 1) state[i] += START[i];
}

const fromHex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
const toHex = () => [...state].map((word) => word.toString(16).padStart(8, '0')).join('');

function filled(content) {
  const bytes = new Uint8Array(64);
  bytes.set(content);
  bytes[content.length] = 0x80;
  new DataView(bytes.buffer).setUint32(60, content.length * 8);
  return bytes;
}

function solve({ parameters }) {
  const { nonce, salt, keyPrefix, cost } = parameters;
  const head = [...fromHex(salt), ...fromHex(nonce)];
  const bytes = filled(Uint8Array.from([...head, 0, 0, 0, 0]));
  const view = new DataView(bytes.buffer);
  const first = parseInt(keyPrefix.slice(0, 8), 16);
  for (let counter = 0; counter < 5000000; counter += 1) {
    view.setUint32(head.length, counter);
    block(bytes);
    for (let round = 1; round < cost; round += 1) block(filled(fromHex(toHex())));
    if (state[0] === first && toHex().startsWith(keyPrefix)) return { counter, derivedKey: toHex() };
  }
  return null;
}

self.onmessage = (event) => {
  const solution = solve(event.data);
  self.postMessage(solution && btoa(JSON.stringify({ challenge: event.data, solution })));
};
