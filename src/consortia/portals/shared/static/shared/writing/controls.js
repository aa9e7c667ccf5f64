// What a person writes or chooses in, as one text: a text field, or boxes whose codes stand one a line.

import { moved } from "./caret.js";

const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

// The text as the server keeps it.
export const clean = (text) => text.replace(/\r\n?/g, "\n").replaceAll("\0", "").replace(HALF, "\ufffd");

class TextControl {
  constructor(element) {
    this.element = element;
    this.begun = clean(element.defaultValue);
  }

  get text() {
    return clean(this.element.value);
  }

  get caret() {
    return [...this.element.value.slice(0, this.element.selectionEnd ?? 0)].length;
  }

  show(text, moves) {
    const { element } = this;
    const { selectionStart, selectionEnd, selectionDirection, scrollTop } = element;
    element.value = text;
    if (document.activeElement === element) {
      element.setSelectionRange(moved(selectionStart, moves), moved(selectionEnd, moves), selectionDirection);
      element.scrollTop = scrollTop;
    }
    // The counter follows; our own listener knows that nobody typed this.
    element.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "shown" }));
  }
}

class ChoiceControl {
  constructor(element) {
    this.element = element;
    this.boxes = [...element.querySelectorAll("input[type=checkbox], input[type=radio]")];
    this.begun = element.dataset.text.trim();
    this.count = document.querySelector(`[data-chosen="${CSS.escape(element.dataset.place)}"]`);
    element.addEventListener("input", () => this.tell());
  }

  get text() {
    return this.boxes.filter((box) => box.checked).map((box) => box.value).join("\n");
  }

  get caret() {
    return null;
  }

  show(text) {
    const chosen = new Set(text.split(/\s+/));
    for (const box of this.boxes) box.checked = chosen.has(box.value);
    this.tell();
  }

  tell() {
    if (!this.count) return;
    const { most, words } = this.count.dataset;
    const count = this.boxes.filter((box) => box.checked).length;
    this.count.textContent = words.replace("{count}", count).replace("{most}", most);
    this.count.classList.toggle("counter-over", count > Number(most));
  }
}

export const controlFor = (element) => (element.matches("fieldset") ? new ChoiceControl(element) : new TextControl(element));
