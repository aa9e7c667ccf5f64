// On a phone the bar at the bottom opens and closes the panel. Without script it is a link to the panel's place.

export function startPanel() {
  const link = document.querySelector("[data-panel-bar]");
  const sheet = document.getElementById("panel-sheet");
  if (!link || !sheet) return;
  const bar = document.createElement("button");
  bar.type = "button";
  bar.className = link.className;
  bar.id = link.id;
  bar.append(...link.childNodes);
  bar.setAttribute("aria-expanded", "false");
  bar.setAttribute("aria-controls", sheet.id);
  link.replaceWith(bar);

  const open = (wanted) => {
    sheet.classList.toggle("panel-open", wanted);
    bar.setAttribute("aria-expanded", String(wanted));
  };
  bar.addEventListener("click", () => open(bar.getAttribute("aria-expanded") !== "true"));
  sheet.addEventListener("click", (event) => { if (event.target.closest('a[href^="#"]')) open(false); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || bar.getAttribute("aria-expanded") !== "true") return;
    open(false);
    bar.focus();
  });
}
