// On pages without fields: texts that a closed page left in this browser are sent from here.

import { beOpen, takeUp } from "./writing/keeping.js";
import { Leftover } from "./writing/leftovers.js";

const place = document.querySelector("[data-person]");

if (place) {
  beOpen();
  const taken = await takeUp(place.dataset.person);
  const leftovers = taken.map((entry) => new Leftover(entry, document.getElementById("kept-texts")));
  addEventListener("online", () => { for (const leftover of leftovers) leftover.send(); });
}
