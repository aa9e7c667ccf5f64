// Assessing: keys from criterion to criterion and between reading and grid, the place in the text that was read last,
// live counts and what is noticed. Without script the page is the same form with its buttons.

import { countCharacters } from "../shared/counter.js";

const root = document.querySelector("[data-assessing]");
const reading = document.getElementById("reading");
const grid = document.getElementById("grid");
const criteria = [...document.querySelectorAll("[data-criterion]")];
const PLACE = `consortia:read:${root?.dataset.assessing}`;
const LOOK_AGAIN = 400;

const remembered = (read) => {
  try {
    return read();
  } catch {
    // Storage is switched off: the page begins at its top, as it does without script.
    return null;
  }
};

// Which section of the application is being read: the last whose head is above the middle of the window.
const sections = [...document.querySelectorAll(".reading-section")];
function here() {
  const middle = innerHeight / 2;
  return sections.filter((section) => section.getBoundingClientRect().top < middle).at(-1);
}

let last = null;
let pause;
function keepPlace() {
  clearTimeout(pause);
  pause = setTimeout(() => {
    const section = here();
    if (!section || grid?.contains(document.elementFromPoint(innerWidth / 4, innerHeight / 2))) return;
    last = { section: section.id, beyond: Math.round(-section.getBoundingClientRect().top) };
    remembered(() => localStorage.setItem(PLACE, JSON.stringify(last)));
  }, LOOK_AGAIN);
}

function backToPlace() {
  const kept = last ?? remembered(() => JSON.parse(localStorage.getItem(PLACE)));
  const section = kept && document.getElementById(kept.section);
  if (section) scrollTo({ top: section.getBoundingClientRect().top + scrollY + kept.beyond });
  return Boolean(section);
}

// The field one wrote in last, to come back to from the text.
let wrote = null;
function toGrid() {
  (wrote ?? criteria[0]?.querySelector("input[type=text], textarea") ?? grid)?.focus();
}

function toReading() {
  reading.focus({ preventScroll: true });
  if (!backToPlace()) reading.scrollIntoView();
}

function toCriterion(step) {
  const at = criteria.findIndex((each) => each.contains(document.activeElement));
  const next = criteria[at < 0 ? (step > 0 ? 0 : criteria.length - 1) : Math.min(Math.max(at + step, 0), criteria.length - 1)];
  next?.scrollIntoView({ block: "start" });
  next?.querySelector("input[type=text]")?.focus({ preventScroll: true });
}

const KEYS = {
  ArrowDown: () => toCriterion(1),
  ArrowUp: () => toCriterion(-1),
  Enter: () => (grid.contains(document.activeElement) ? toReading() : toGrid()),
};

function startKeys() {
  const help = document.querySelector("[data-keys]");
  if (!help) return;
  help.hidden = false;
  document.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act();
  });
  grid.addEventListener("focusin", (event) => { if (event.target.matches("input[type=text], textarea")) wrote = event.target; });
}

// On a phone the bar leads to where one was, not to the top.
function startBar() {
  for (const jump of document.querySelectorAll("[data-jump]")) {
    jump.addEventListener("click", (event) => {
      event.preventDefault();
      if (jump.dataset.jump === "reading") toReading();
      else { grid.focus({ preventScroll: true }); (wrote ?? grid).scrollIntoView({ block: wrote ? "center" : "start" }); }
    });
  }
}

function startCounts() {
  for (const counter of document.querySelectorAll("[data-least-for]")) {
    const text = document.getElementById(counter.dataset.leastFor);
    const least = Number(counter.dataset.least);
    const show = () => {
      const used = countCharacters(text.value.trim());
      counter.textContent = counter.dataset.words.replace("{used}", used).replace("{least}", least);
      counter.classList.toggle("counter-met", used >= least);
    };
    text.addEventListener("input", show);
    show();
  }
}

// What is missing is asked for again a moment after a save; somebody who is in the list is not disturbed.
function startNoticing() {
  const place = document.getElementById("noticed");
  if (!place) return;
  let again;
  document.addEventListener("consortia:saved", () => {
    clearTimeout(again);
    again = setTimeout(async () => {
      const answer = await fetch(place.dataset.address, { credentials: "same-origin", redirect: "error" }).catch(() => null);
      if (!answer?.ok || place.contains(document.activeElement)) return;
      const words = await answer.text();
      if (words.trim() !== place.innerHTML.trim()) place.innerHTML = words;
    }, LOOK_AGAIN);
  });
}

startCounts();
startNoticing();
if (root) {
  startKeys();
  startBar();
  if (!location.hash) backToPlace();
  addEventListener("scroll", keepPlace, { passive: true });
}
