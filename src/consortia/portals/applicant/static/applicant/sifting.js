// A long list of explained choices can be sifted by a word. What is ticked always stays in sight.

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

for (const field of document.querySelectorAll("[data-sift]")) {
  const input = field.querySelector("input");
  const told = field.querySelector("[role=status]");
  const entries = [...document.getElementById(field.dataset.sift).querySelectorAll(".explained")].map((element) => ({
    element,
    words: plain(element.textContent),
    box: element.querySelector("input"),
  }));
  field.hidden = false;
  const sift = () => {
    const wanted = plain(input.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { element, words, box } of entries) {
      const found = wanted.every((word) => words.includes(word));
      count += found;
      element.hidden = !found && !box.checked;
      if (found && wanted.length) element.closest("details")?.setAttribute("open", "");
    }
    told.textContent = wanted.length ? (count ? told.dataset.some.replace("{count}", count) : told.dataset.none) : "";
  };
  input.addEventListener("input", sift);
}
