// The page of one row: sums and distances follow the typing, groups are added in place,
// and what is typed is kept in this browser until it is saved. Without script the buttons do the same.

const PAUSE = 500;
const form = document.querySelector("form[data-entry]");
const TOTAL = "groups-TOTAL_FORMS";
const store = `entry:${form?.dataset.entry}`;

const ASIDE = new Set(["csrfmiddlewaretoken", "do"]);
const typed = () => [...new FormData(form)].filter(([name]) => !ASIDE.has(name));

// Sums and distances

let pause;
let latest;
async function look() {
  latest?.abort();
  latest = new AbortController();
  const data = new FormData(form);
  data.set("do", "look");
  try {
    const answer = await fetch(location.href, { method: "POST", body: data, signal: latest.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of form.querySelectorAll("[data-live]")) {
      const found = fresh.getElementById(part.id);
      if (!found || part.contains(document.activeElement) || part.innerHTML === found.innerHTML) continue;
      const open = part.querySelector("details")?.open;
      part.innerHTML = found.innerHTML;
      if (open) part.querySelector("details").open = true;
    }
  } catch (error) {
    // The next change asks again; the button works too.
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
  }
}

function soon() {
  clearTimeout(pause);
  pause = setTimeout(look, PAUSE);
}

// What is typed stays here until it is saved

function keep() {
  localStorage.setItem(store, JSON.stringify({ seen: form.elements.seen?.value ?? "", at: Date.now(), typed: typed() }));
}

function bringBack() {
  const kept = JSON.parse(localStorage.getItem(store) ?? "null");
  if (!kept || document.getElementById("error-summary") || document.querySelector(".two-versions")) return;
  const now = JSON.stringify(typed());
  if (JSON.stringify(kept.typed) === now || kept.seen !== (form.elements.seen?.value ?? "")) return;
  const lines = Number(new Map(kept.typed).get(TOTAL) ?? 0);
  while (form.querySelector("[data-line]") && form.querySelectorAll("[data-line]").length < lines) oneMore();
  for (const field of form.elements) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept.typed.some(([name, value]) => name === field.name && value === field.value);
  }
  for (const [name, value] of kept.typed) {
    const field = form.elements[name];
    if (field instanceof Element && !["hidden", "checkbox", "radio"].includes(field.type)) field.value = value;
  }
  tell();
  soon();
}

function tell() {
  const notice = document.createElement("p");
  notice.className = "notice notice-information";
  notice.setAttribute("role", "status");
  const words = document.createElement("span");
  words.textContent = `${form.dataset.kept} `;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button button-quiet button-small";
  drop.textContent = form.dataset.drop;
  drop.addEventListener("click", () => {
    localStorage.removeItem(store);
    location.reload();
  });
  notice.append(words, drop);
  form.before(notice);
}

// Another group in place: the last one is copied, emptied and renumbered.

function oneMore() {
  const lines = form.querySelectorAll("[data-line]");
  const last = lines[lines.length - 1];
  const number = lines.length;
  const line = last.cloneNode(true);
  line.innerHTML = line.innerHTML.replaceAll(`groups-${number - 1}-`, `groups-${number}-`).replaceAll(`drop-line-${number - 1}`, `drop-line-${number}`);
  for (const error of line.querySelectorAll(".field-error")) error.remove();
  for (const field of line.querySelectorAll("input, select")) {
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
    field.removeAttribute("aria-invalid");
  }
  for (const words of [line.querySelector("legend"), line.querySelector("button")]) {
    words.textContent = words.textContent.replace(String(number), String(number + 1));
  }
  last.after(line);
  form.elements[TOTAL].value = String(number + 1);
  return line;
}

if (form) {
  form.addEventListener("input", () => { soon(); keep(); });
  form.addEventListener("click", (event) => {
    if (!event.target.closest('[value="add-line"]')) return;
    event.preventDefault();
    oneMore().querySelector("select, input").focus();
  });
  form.addEventListener("change", (event) => {
    // Another kind of activity takes other people: the page is made anew around what is typed.
    if (event.target.name === "format" && event.target.tagName === "SELECT") form.querySelector("[data-look]").click();
  });
  // The table that follows a save shows what was saved; the kept copy has done its work there.
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "save") sessionStorage.setItem("entry-saved", store);
  });
  bringBack();
} else {
  const saved = sessionStorage.getItem("entry-saved");
  if (saved) localStorage.removeItem(saved);
  sessionStorage.removeItem("entry-saved");
}
