// The zone of the visitor's own clock: guessed where an account is made, offered where one is chosen.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const place = zone?.split("/").pop().replaceAll("_", " ");

for (const field of document.querySelectorAll("[data-own-zone]")) if (zone && !field.value) field.value = zone;

const list = document.querySelector("select[data-own-zone-offer]");
const offer = document.querySelector(".own-zone");
if (list && offer && zone && list.value !== zone && [...list.options].some((option) => option.value === zone)) {
  offer.querySelector("span").textContent = offer.dataset.ownZoneWords.replace("{place}", place);
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    list.value = zone;
    offer.hidden = true;
    list.focus();
  });
}
