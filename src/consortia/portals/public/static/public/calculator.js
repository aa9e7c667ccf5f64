// The panel follows the typing: the sheet goes to the server, what comes back replaces the panel's inside.

const PAUSE = 400;
const sheet = document.getElementById("sheet");
const panel = document.getElementById("reckoned");
let pause;
let latest;

async function reckon() {
  latest?.abort();
  latest = new AbortController();
  try {
    const answer = await fetch(sheet.action, {
      method: "POST",
      body: new FormData(sheet),
      headers: { "Accept-Part": "panel" },
      signal: latest.signal,
    });
    if (!answer.ok) return;
    panel.innerHTML = await answer.text();
    const grant = panel.querySelector("[data-grant]");
    const bar = document.querySelector("[data-grant-bar]");
    if (grant && bar) bar.textContent = grant.dataset.grant;
    // Who listens hears the grant alone, not the whole panel.
    if (grant) document.querySelector("[data-grant-said]").textContent = grant.dataset.grant;
  } catch (error) {
    // The next key, or the button, asks again.
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
  }
}

sheet?.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(reckon, PAUSE);
});
