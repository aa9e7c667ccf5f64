// Texts that closed pages left and that have no field here: they are sent from any page of the site.

import { drop, keep, pageId } from "./keeping.js";
import { send } from "./sending.js";

const AGAIN = 10000;

function heading(words) {
  const element = document.createElement("p");
  element.className = "notice-title";
  element.textContent = words;
  return element;
}

export class Leftover {
  constructor(entry, place) {
    this.entry = entry;
    this.place = place;
    const last = entry.queue.at(-1);
    if (entry.text !== (last?.text ?? entry.viewText)) {
      const grown = last ? {} : { grew_from: entry.view };
      entry.queue = [...entry.queue, { save_id: `${pageId}.left.${entry.at}`, text: entry.text, caret: null, ...grown }];
      keep(entry);
    }
    this.send();
  }

  async send() {
    clearTimeout(this.again);
    if (!this.entry.queue.length) return drop(this.entry);
    const { outcome } = await send(this.entry.address, { page: this.entry.page, saves: this.entry.queue });
    if (outcome === "stored") {
      drop(this.entry);
      this.tellSent();
    } else if (outcome === "refused" || outcome === "too-long") {
      this.offer();
    } else {
      this.again = setTimeout(() => this.send(), AGAIN);
    }
  }

  tellSent() {
    document.dispatchEvent(new CustomEvent("consortia:saved", { detail: { place: this.entry.place } }));
    if (!this.place) return;
    const notice = this.notice("notice-success", this.place.dataset.sent);
    notice.firstChild.append(Object.assign(document.createElement("p"), { textContent: this.entry.label }));
    notice.setAttribute("role", "status");
  }

  // Nobody can store it any more: show it, so that it can be copied, until its author discards it.
  offer() {
    if (!this.place) return;
    const notice = this.notice("notice-caution kept-text", this.place.dataset.refused);
    const text = document.createElement("textarea");
    Object.assign(text, { value: this.entry.text, readOnly: true, rows: 5 });
    text.setAttribute("aria-label", this.entry.label);
    const discard = document.createElement("button");
    Object.assign(discard, { type: "button", className: "button button-quiet", textContent: this.place.dataset.discard });
    discard.addEventListener("click", () => { drop(this.entry); notice.remove(); });
    notice.firstChild.append(Object.assign(document.createElement("p"), { textContent: this.entry.label }), text, discard);
  }

  notice(kind, words) {
    const notice = document.createElement("div");
    notice.className = `notice ${kind}`;
    notice.append(document.createElement("div"));
    notice.firstChild.append(heading(words));
    this.place.append(notice);
    return notice;
  }
}
