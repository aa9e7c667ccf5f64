// What the text fits follows what is saved, once typing pauses; the field chosen is stored at once.
// Without script the button does both.

const PAUSE = 900;
const fits = document.getElementById("fits");
const form = document.querySelector("form[data-writing]");
const choice = document.getElementById("idea-field");

let pause;
let latest;
async function look(options) {
  latest?.abort();
  latest = new AbortController();
  try {
    const answer = await fetch(location.pathname, { signal: latest.signal, headers: { Accept: "text/html" }, ...options });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("fits");
    if (!fresh || fresh.innerHTML === fits.innerHTML) return;
    const open = new Set([...fits.querySelectorAll("details[open]")].map((each) => each.dataset.keep));
    const focused = fits.contains(document.activeElement) ? document.activeElement.textContent : null;
    fits.innerHTML = fresh.innerHTML;
    for (const each of fits.querySelectorAll("details")) each.open = open.has(each.dataset.keep);
    if (focused) [...fits.querySelectorAll("a, summary")].find((each) => each.textContent === focused)?.focus();
  } catch (error) {
    // The next save asks again.
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
  }
}

function soon() {
  clearTimeout(pause);
  pause = setTimeout(look, PAUSE);
}

function chooseField() {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("field", choice.value);
  look({ method: "POST", body });
}

document.addEventListener("consortia:saved", soon);
choice?.addEventListener("change", chooseField);
