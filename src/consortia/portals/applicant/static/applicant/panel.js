// The panel follows what is saved on this page: after each save it fetches itself anew, once typing pauses.
// Without script it is as fresh as the page.

const PAUSE = 1200;
const panel = document.getElementById("application-panel");

function swap(into, from) {
  if (!into || !from || into.innerHTML === from.innerHTML) return;
  const focused = into.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  into.innerHTML = from.innerHTML;
  if (focused) [...into.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
}

let pause;
let latest;
async function refresh() {
  latest?.abort();
  latest = new AbortController();
  try {
    const answer = await fetch(panel.dataset.address, { signal: latest.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    swap(panel, fresh.getElementById("application-panel"));
    swap(document.getElementById("panel-words"), fresh.getElementById("panel-words"));
  } catch (error) {
    // The next save asks again.
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
  }
}

function soon() {
  clearTimeout(pause);
  pause = setTimeout(refresh, PAUSE);
}

if (panel) {
  // Whatever saves on this page says so beside the title, or with an event of its own.
  const told = document.getElementById("save-state");
  if (told) {
    new MutationObserver(() => { if (told.dataset.state === "saved") soon(); })
      .observe(told, { attributes: true, attributeFilter: ["data-state"], childList: true, subtree: true });
  }
  document.addEventListener("consortia:saved", soon);
}
