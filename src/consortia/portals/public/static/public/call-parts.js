// On a phone the parts of a call stay behind one line until they are wanted; without script they are open.

const parts = document.querySelector(".call-parts");
const wide = matchMedia("(min-width: 62em)");
const fit = () => { parts.open = wide.matches; };
if (parts) {
  fit();
  wide.addEventListener("change", fit);
}
