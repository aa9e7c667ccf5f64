// One answer on one page: it saves itself while somebody types, and takes in what others wrote when nobody does.
//
// The text in the field always grew from a view: what we sent in some version, or what stood after it. A save is sent
// with the same number until the server has acknowledged it, so a lost answer never makes a second save. Only then the
// text typed meanwhile follows, grown from what was sent.

import { controlFor } from "./controls.js";
import { drop, keep, pageId } from "./keeping.js";
import { ask, send, sendAndLeave } from "./sending.js";

const PAUSE = 1000;
const LONGEST_WAIT = 5000;
const AGAIN = [1000, 2000, 4000, 8000, 15000];
const ASK_AGAIN = 20000;

let count = 0;
const nextSave = () => `${pageId}.${++count}`;

export class Field {
  constructor(element, { person, changed }) {
    const { answer, place, label, version } = element.dataset;
    Object.assign(this, { element, address: answer, place, label, person, changed });
    this.control = controlFor(element);
    this.view = { version: Number(version), sent: false };
    this.viewText = this.control.begun;
    this.queue = [];
    this.state = "saved";
    this.typedAt = 0;
    this.tries = 0;
    this.busy = false;
    this.composing = false;
    element.addEventListener("input", (event) => { if (event.detail !== "shown") this.typed(); });
    element.addEventListener("compositionstart", () => { this.composing = true; });
    element.addEventListener("compositionend", () => { this.composing = false; this.typed(); });
    // Typed before this script had loaded.
    if (this.text !== this.viewText) this.typed();
  }

  get text() {
    return this.control.text;
  }

  get unsaved() {
    return this.queue.length > 0 || this.text !== this.viewText;
  }

  get paused() {
    return !this.composing && performance.now() - this.typedAt > PAUSE;
  }

  get entry() {
    const { person, address, label, place, view, viewText, queue, text } = this;
    return { person, address, label, place, page: pageId, view, viewText, queue, text, at: Date.now() };
  }

  store() {
    if (this.unsaved) this.kept = keep(this.entry);
    else drop(this.entry);
  }

  typed() {
    this.typedAt = performance.now();
    this.waitingSince ??= this.typedAt;
    this.store();
    clearTimeout(this.pause);
    const wait = Math.max(0, Math.min(PAUSE, this.waitingSince + LONGEST_WAIT - this.typedAt));
    this.pause = setTimeout(() => this.save(), wait);
    this.changed();
  }

  // Begin a save if there is something new and none is on its way.
  save() {
    if (this.busy) return;
    if (!this.queue.length && this.text !== this.viewText) this.queue.push(this.nextSave());
    if (this.queue.length) this.send();
  }

  nextSave() {
    this.waitingSince = null;
    const grown = this.queue.length ? {} : { grew_from: this.view };
    return { save_id: nextSave(), text: this.text, caret: this.control.caret, ...grown };
  }

  async send() {
    this.busy = true;
    this.store();
    clearTimeout(this.again);
    this.changed();
    const saves = [...this.queue];
    const found = await send(this.address, { page: pageId, saves });
    this.busy = false;
    if (found.outcome === "stored") this.acknowledged(found.body, saves);
    else this.failed(found.outcome);
    this.changed();
  }

  acknowledged(body, saves) {
    this.tries = 0;
    this.state = "saved";
    this.viewText = saves.at(-1).text;
    this.view = body.view;
    // What was added since grew from what has just been stored.
    this.queue = this.queue.slice(saves.length);
    if (this.queue.length) this.queue[0].grew_from = body.view;
    this.hear(body);
    this.store();
    document.dispatchEvent(new CustomEvent("consortia:saved", { detail: { place: this.place } }));
    if (this.text !== this.viewText) this.typedAgain();
  }

  typedAgain() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.save(), this.paused ? 0 : PAUSE);
  }

  failed(outcome) {
    this.state = outcome;
    if (outcome === "too-long") {
      // It was never stored; a shorter text grows from the same view.
      this.queue = [];
      this.store();
      return;
    }
    const wait = outcome === "away" ? AGAIN[Math.min(this.tries, AGAIN.length - 1)] : ASK_AGAIN;
    this.tries += 1;
    this.again = setTimeout(() => this.save(), wait * (0.8 + 0.4 * Math.random()));
  }

  // The network is back, or somebody looks at the page again: do not wait for the next try.
  hurry() {
    if (this.busy || (this.state !== "away" && this.state !== "signed-out")) return;
    this.tries = 0;
    this.save();
  }

  // Learn what stands: take it in if nobody is writing here, else remember that there is something.
  hear(body) {
    this.clock = body.clock;
    this.conflicts = body.conflicts;
    this.newest = Math.max(this.newest ?? 0, body.latest);
    this.showBeside(body);
    if (this.queue.length || this.text !== this.viewText || !this.paused) return;
    if (body.text !== this.viewText) this.control.show(body.text, body.moves);
    this.viewText = body.text;
    this.view = { version: body.latest, sent: false };
  }

  showBeside({ beside, changed }) {
    const mine = (name) => document.querySelector(`[data-${name}="${CSS.escape(this.place)}"]`);
    const conflicts = mine("conflicts");
    // Somebody who is about to choose is not disturbed.
    if (conflicts && beside !== this.beside && !conflicts.contains(document.activeElement)) {
      if (conflicts.children.length || beside.trim()) conflicts.innerHTML = beside;
      this.beside = beside;
    }
    const line = mine("changed");
    if (!line || !changed) return;
    line.textContent = changed;
    line.parentElement.hidden = false;
  }

  // Others may have written: ask what stands since our view.
  async look(latest) {
    this.newest = Math.max(this.newest ?? 0, latest ?? 0);
    const seen = this.view;
    const known = seen.version === this.newest && !seen.sent;
    if (known || this.busy || this.queue.length || this.text !== this.viewText || !this.paused) return;
    this.busy = true;
    const query = new URLSearchParams({ version: seen.version, sent: seen.sent, page: pageId });
    const found = await ask(`${this.address}?${query}`);
    this.busy = false;
    if (found.outcome === "stored") this.hear(found.body);
    if (this.text !== this.viewText) this.typedAgain();
    this.changed();
  }

  // Go on where a closed page stopped: its text, its view, its unanswered saves.
  takeUp(entry) {
    const { view, viewText, queue, text } = entry;
    Object.assign(this, { view, viewText, queue });
    drop(entry);
    this.control.show(text, []);
    this.store();
    this.save();
  }

  // Everything that is to reach the server, for a page that is being left.
  leaving() {
    if (this.text !== (this.queue.at(-1)?.text ?? this.viewText)) this.queue.push(this.nextSave());
    if (this.unsaved) keep({ ...this.entry, left: true });
    return this.queue;
  }

  leave() {
    const saves = this.leaving();
    if (saves.length) sendAndLeave(this.address, { page: pageId, saves });
  }
}
