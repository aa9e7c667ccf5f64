// What every page gains from script. Each part stands alone; without script the page works as it is.

import { startCopying } from "./copy.js";
import { startCountdowns } from "./countdown.js";
import { startCounters } from "./counter.js";
import { startFrames } from "./frames.js";
import { startMenus } from "./menus.js";
import { startOnce } from "./once.js";
import { startPanel } from "./panel.js";
import { startSearches } from "./search.js";

document.documentElement.classList.replace("no-script", "script");
startMenus();
startOnce();
startPanel();
startCounters();
startCountdowns();
startCopying();
startFrames();
startSearches();

// Somebody whose form came back hears and sees first what is to be looked at.
document.getElementById("error-summary")?.focus();

// Parts that htmx brings in later.
document.addEventListener("htmx:load", (event) => {
  startCounters(event.target);
  startCountdowns(event.target);
  startCopying(event.target);
  startFrames(event.target);
});
