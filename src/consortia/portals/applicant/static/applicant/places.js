// Suggests towns while one types, in the country chosen. Without script one types the name and is asked back.

const list = document.getElementById("places");
const city = document.querySelector("[data-places]");
const country = document.getElementById("id_country");
const PAUSE = 200;
let pause;
let latest;

async function suggest() {
  latest?.abort();
  latest = new AbortController();
  const asked = new URLSearchParams({ text: city.value, country: country.value });
  try {
    const answer = await fetch(`${list.dataset.address}?${asked}`, { signal: latest.signal });
    if (!answer.ok) return;
    const { places } = await answer.json();
    list.replaceChildren(...places.map(({ name, near }) => new Option(near ? `${name} (${near})` : name, name)));
  } catch (error) {
    // The next key asks again.
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
  }
}

if (list && city && country) {
  city.addEventListener("input", () => {
    clearTimeout(pause);
    if (city.value.trim().length > 1 && country.value) pause = setTimeout(suggest, PAUSE);
  });
}
