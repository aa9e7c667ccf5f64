// Keeps the words of a countdown true. The server's clock decides, so its difference from ours is taken out.

const language = document.documentElement.lang || "en";
const inWords = (count, unit) =>
  new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);

export function durationWords(seconds, and) {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const join = (larger, smaller, rest) => (rest ? and.replace("{larger}", larger).replace("{smaller}", smaller) : larger);
  if (days) return join(inWords(days, "day"), inWords(hours % 24, "hour"), hours % 24);
  if (hours) return join(inWords(hours, "hour"), inWords(minutes % 60, "minute"), minutes % 60);
  if (minutes) return inWords(minutes, "minute");
  return inWords(Math.floor(seconds), "second");
}

function follow(place) {
  if (place.dataset.live) return;
  place.dataset.live = "yes";
  const deadline = Date.parse(place.dataset.deadline);
  const ahead = Date.parse(place.dataset.now) - Date.now();
  const show = () => {
    const left = (deadline - (Date.now() + ahead)) / 1000;
    const words = left > 0
      ? place.dataset.left.replace("{duration}", durationWords(left, place.dataset.and))
      : place.dataset.passed;
    if (place.textContent !== words) place.textContent = words;
    if (left > 0) setTimeout(show, left < 120 ? 1000 : 15000);
  };
  show();
}

export function startCountdowns(root = document) {
  for (const place of root.querySelectorAll("[data-deadline]")) follow(place);
}
