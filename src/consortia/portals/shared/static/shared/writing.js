// Writing together: every answer of the page saves itself; what others write appears while one pauses; what does not
// reach the server stays in the browser and goes out later. Without script the page has its button.

import { Field } from "./writing/field.js";
import { beOpen, takeUp } from "./writing/keeping.js";
import { Leftover } from "./writing/leftovers.js";
import { ask } from "./writing/sending.js";

const LOOK = 3000;
const SLOW = 1000;

const form = document.querySelector("form[data-writing]");
const words = form?.dataset ?? {};
const told = document.querySelector(".save-state");
const signedOut = document.getElementById("signed-out");
const keptTexts = document.getElementById("kept-texts");
const person = words.person ?? document.body.dataset.person;
// Whether this page's sign-in has run out, and what waits before it is called slow.
let away = false;
let slow;
const fields = [...document.querySelectorAll("[data-answer]")].map((element) => new Field(element, { person, changed: tell }));
const leftovers = [];

// The state beside the title: the worst of all fields, in words. "Saving" shows only when it takes a while.
function tell() {
  if (!told) return;
  const states = new Set(fields.filter((field) => field.unsaved).map((field) => field.state));
  const worst = ["signed-out", "too-long", "refused", "away"].find((state) => states.has(state));
  if (signedOut) signedOut.hidden = !away && !states.has("signed-out");
  const clock = fields.map((field) => field.clock ?? "").sort().at(-1);
  clearTimeout(slow);
  if (worst) say("offline", { "signed-out": words.signedOut, "too-long": words.tooLong, refused: words.refused }[worst] ?? words.offline);
  else if (fields.some((field) => field.busy && field.unsaved)) slow = setTimeout(() => say("saving", words.saving), SLOW);
  else if (fields.some((field) => field.conflicts)) say("conflict", words.conflict);
  else if (clock && !fields.some((field) => field.unsaved)) say("saved", words.saved.replace("{time}", clock));
}

function say(state, text) {
  if (told.dataset.state !== state) told.dataset.state = state;
  const place = told.querySelector(".save-words");
  if (place.textContent !== text) place.textContent = text;
}

// Far down the page the state follows, so that nobody has to scroll up to see that all is kept.
if (told) {
  new IntersectionObserver(([heading]) => told.classList.toggle("save-state-follows", !heading.isIntersecting))
    .observe(told.parentElement);
}

let looking = false;
async function look() {
  if (looking || document.hidden || !form) return;
  looking = true;
  const found = await ask(form.dataset.answers);
  looking = false;
  away = found.outcome === "signed-out";
  if (found.outcome === "stored") {
    for (const field of fields) field.look(found.body.versions[field.place] ?? 0);
    hurry();
  }
  tell();
}

function hurry() {
  for (const field of fields) if (field.unsaved) field.hurry();
  for (const leftover of leftovers) leftover.send();
}

async function takeUpLeft() {
  for (const entry of await takeUp(person)) {
    const field = fields.find((each) => each.address === entry.address && !each.unsaved);
    if (field) field.takeUp(entry);
    else leftovers.push(new Leftover(entry, keptTexts));
  }
}

if (person) {
  beOpen();
  takeUpLeft();
}
if (fields.length) {
  setInterval(look, LOOK);
  // A form sent while a save is on its way takes that save along, so that the server sees both in their order.
  form.addEventListener("submit", () => {
    for (const field of fields) {
      const name = `queue-${field.place}`;
      form.querySelector(`input[name="${CSS.escape(name)}"]`)?.remove();
      const saves = field.leaving();
      if (saves.length) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: JSON.stringify({ saves }) }));
      // Nothing new: the text need not travel, and an old one must not.
      for (const each of document.getElementsByName(`base-${field.place}`)) each.disabled = true;
    }
  });
}
addEventListener("online", () => { hurry(); look(); });
addEventListener("focus", () => { look(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
addEventListener("pagehide", () => { for (const field of fields) field.leave(); });
// A page brought back by the back button would go on from an old state: its texts are kept, so begin anew.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
