import { startFrames } from "./frames.js";

// <form method="get" data-results="id">: the list follows the typing. Without script the form has its button.

const PAUSE = 300;

export function startSearches(root = document) {
  for (const form of root.querySelectorAll("form[data-results]")) {
    let pause;
    let latest;
    const look = async () => {
      latest?.abort();
      latest = new AbortController();
      const address = new URL(form.action || location.href);
      address.search = new URLSearchParams(new FormData(form));
      try {
        const answer = await fetch(address, { signal: latest.signal, headers: { Accept: "text/html" } });
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const found = page.getElementById(form.dataset.results);
        if (!found) return;
        document.getElementById(form.dataset.results).replaceWith(found);
        history.replaceState(null, "", address);
        startFrames(found.parentElement);
      } catch (error) {
        // The next key, or the button, asks again.
        if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(look, PAUSE);
    });
  }
}
