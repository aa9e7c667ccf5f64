// What was typed and has not reached the server, kept in the browser: it outlives the tab, the browser and the sign-in.
// One entry for each answer and open page. Another page of the same person takes up what a closed one left.

const PREFIX = "consortia:kept:";
const ALIVE = "consortia:alive:";
const LOCK = "consortia:page:";
const HEARTBEAT = 2000;
// Browsers wake a tab in the background once a minute at least.
const GIVEN_UP = 150000;

export const pageId = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const memory = new Map();

function write(key, entry) {
  memory.set(key, entry);
  try {
    localStorage.setItem(key, JSON.stringify(entry));
    return true;
  } catch {
    // No room, or storage is switched off: this tab still holds the text and goes on trying to send it.
    return false;
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? memory.get(key);
  } catch {
    return memory.get(key);
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [...memory.keys()];
  }
}

const keyOf = (entry) => `${PREFIX}${entry.person}:${entry.address}:${entry.page}`;

export const keep = (entry) => write(keyOf(entry), entry);

export function drop(entry) {
  memory.delete(keyOf(entry));
  try {
    localStorage.removeItem(keyOf(entry));
  } catch {
    // Nothing was stored there.
  }
}

// Tell other pages that this one is open, so that none of them sends what this one is about to send.
export function beOpen() {
  if (navigator.locks) {
    navigator.locks.request(LOCK + pageId, () => new Promise(() => {}));
    return;
  }
  const beat = () => write(ALIVE + pageId, Date.now());
  beat();
  setInterval(beat, HEARTBEAT);
}

// What a page took up bears its name and a number.
const opened = (page) => page.split(".")[0];

async function openPages() {
  if (navigator.locks) {
    const { held } = await navigator.locks.query();
    return (page) => held.some((lock) => lock.name === LOCK + opened(page));
  }
  return (page) => Date.now() - (read(ALIVE + opened(page)) ?? 0) < GIVEN_UP;
}

const alone = (work) => (navigator.locks ? navigator.locks.request("consortia:take-up", work) : work());

// Make this page the owner of what closed pages of the same person left, and return it.
export function takeUp(person) {
  return alone(async () => {
    const isOpen = await openPages();
    const left = keys()
      .map(read)
      .filter((entry) => entry?.person === person && opened(entry.page) !== pageId && (entry.left || !isOpen(entry.page)))
      .sort((one, other) => other.at - one.at);
    const taken = left.map((entry, number) => ({ ...entry, page: `${pageId}.${number}`, left: false }));
    left.forEach((entry, number) => {
      keep(taken[number]);
      drop(entry);
    });
    return taken;
  });
}
