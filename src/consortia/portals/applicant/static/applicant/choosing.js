// What does not go together with the choices above it is closed as soon as one of them is made, and the last day of the
// project follows the dates. Without script the page says both after sending.

const NAMES = ["field", "format", "type"];

for (const form of document.querySelectorAll("form[data-together]")) {
  const together = JSON.parse(form.dataset.together);
  const radios = (name) => [...form.querySelectorAll(`input[type=radio][name="${name}"]`)];
  const chosen = (name) => radios(name).find((radio) => radio.checked)?.value;

  const closeWhatDoesNotFit = () => {
    NAMES.forEach((name, place) => {
      const above = NAMES.slice(0, place).map(chosen);
      for (const radio of radios(name)) {
        const fits = together.some((each) => each[place] === radio.value && above.every((code, at) => code === undefined || each[at] === code));
        radio.disabled = !fits;
        radio.closest(".choice").classList.toggle("choice-closed", !fits);
      }
      const open = radios(name).filter((radio) => !radio.disabled);
      if (radios(name).some((radio) => radio.checked && radio.disabled)) {
        for (const radio of radios(name)) radio.checked = open.length === 1 && radio === open[0];
      }
    });
  };
  form.addEventListener("change", closeWhatDoesNotFit);
  closeWhatDoesNotFit();

  const ends = form.querySelector("#ends");
  const { start, months } = form.elements;
  const tellTheEnd = () => {
    const [year, month, day] = start.value.split("-").map(Number);
    const count = Number(months.value);
    const known = Boolean(year && month && day) && Number.isInteger(count) && count > 0 && count <= Number(months.max);
    ends.hidden = !known;
    if (!known) return;
    // A calendar month too short for the day of the start lends its last day, as on the server.
    const lastOfMonth = new Date(Date.UTC(year, month - 1 + count + 1, 0)).getUTCDate();
    const last = new Date(Date.UTC(year, month - 1 + count, Math.min(day, lastOfMonth) - 1));
    const words = last.toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    ends.textContent = ends.dataset.words.replace("{day}", words);
  };
  start.addEventListener("input", tellTheEnd);
  months.addEventListener("input", tellTheEnd);
}
