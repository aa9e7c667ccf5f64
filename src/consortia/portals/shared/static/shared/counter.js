// The length that limits speak of, counted as the server counts it:
// code points, after line ends are made one kind; each line end counts as two.

export function countCharacters(text) {
  const lines = text.replace(/\r\n?/g, "\n");
  let count = 0;
  for (const character of lines) count += character === "\n" ? 2 : 1;
  return count;
}

const figures = (number) => {
  const language = document.documentElement.lang || "en";
  const words = new Intl.NumberFormat(language, { useGrouping: "always" }).format(number);
  return language.startsWith("en") ? words.replaceAll(",", "\u00a0") : words;
};

export function counterWords(used, limit, { left, over }) {
  return (used > limit ? over : left)
    .replace("{used}", figures(used))
    .replace("{limit}", figures(limit))
    .replace("{left}", figures(limit - used))
    .replace("{over}", figures(used - limit));
}

// Keeps one counter live; a screen reader hears it only after a pause in typing.
function follow(counter) {
  const text = document.getElementById(counter.dataset.counterFor);
  if (!text || counter.dataset.live) return;
  counter.dataset.live = "yes";
  const limit = Number(counter.dataset.limit);
  const [seen, heard] = counter.children;
  let pause;
  const show = () => {
    const used = countCharacters(text.value);
    seen.textContent = counterWords(used, limit, counter.dataset);
    counter.classList.toggle("counter-over", used > limit);
    clearTimeout(pause);
    pause = setTimeout(() => { if (used > limit * 0.9) heard.textContent = seen.textContent; }, 1500);
  };
  text.addEventListener("input", show);
  show();
}

export function startCounters(root = document) {
  for (const counter of root.querySelectorAll("[data-counter-for]")) follow(counter);
}
