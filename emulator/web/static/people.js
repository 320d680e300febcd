// The people at the table: choosing whose phone to hold, adding one.

import * as api from "./api.js";
import { face } from "./faces.js";
import { element, make, say, spaced } from "./words.js";

let drawnAs = "";

export function showPeople(cards, chosen, choose) {
  const fingerprint = JSON.stringify([chosen, cards.map(({ number, name, unread }) => [number, name, unread])]);
  if (fingerprint === drawnAs) return; // redrawing would take the focus away from a keyboard user
  const held = document.activeElement?.closest?.("#people button")?.dataset.number;
  drawnAs = fingerprint;
  element("people").replaceChildren(...cards.map((card) => make("li", {}, personButton(card, chosen, choose))));
  element("people").querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (held) element("people").querySelector(`[data-number="${held}"]`)?.focus();
}

function personButton(card, chosen, choose) {
  const button = make("button", { type: "button", className: "person", data: { number: card.number, testid: `phone-${card.number}` } });
  button.setAttribute("aria-pressed", String(card.number === chosen));
  const lines = make("span", { className: "person-lines" },
    make("b", { textContent: card.name }),
    make("small", { textContent: spaced(card.number) }),
  );
  button.append(face(card), lines, make("em", { className: "network-name", textContent: card.network, data: { network: card.network } }));
  if (card.unread) {
    const badge = make("span", { className: "badge", textContent: card.unread, data: { testid: `unread-${card.number}` } });
    badge.append(make("span", { className: "visually-hidden", textContent: ` ${say("unread")}` }));
    button.append(badge);
  }
  button.addEventListener("click", () => choose(card.number));
  return button;
}

export function letPeopleBeAdded(added) {
  const [form, opener, problem] = [element("add"), element("add-open"), element("add-problem")];
  const show = (shown) => {
    form.hidden = !shown;
    opener.hidden = shown;
    opener.setAttribute("aria-expanded", String(shown));
    (shown ? element("add-name") : opener).focus();
  };
  opener.addEventListener("click", () => show(true));
  element("add-cancel").addEventListener("click", () => show(false));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const number = element("add-number").value.replace(/[\s.-]/g, "");
    const local = /^\d{8}$/.test(number) ? `+223${number}` : number;
    const name = element("add-name").value.trim() || spaced(local).slice(-11);
    try {
      const person = await api.addPerson(local, name);
      problem.textContent = "";
      form.reset();
      show(false);
      added(person.number);
    } catch (error) {
      if (!(error instanceof api.Refusal)) throw error;
      problem.textContent = say("bad_number");
      element("add-number").focus();
    }
  });
}
