// Backstage: what the carrier posted to the application for the phone in hand, and how its SMS fare.

import * as api from "./api.js";
import { element, known, make, say, timeOf } from "./words.js";

const GOOD = new Set(["Success", "DeliveredToTerminal", "sms:delivered"]);
const BAD = new Set(["Failed", "Rejected", "AbsentSubscriber", "Expired", "DeliveryImpossible", "sms:failed", "sms:cancelled"]);

export function letNetworkBeSeen(refresh) {
  const [drawer, opener] = [element("network"), element("network-open")];
  const show = (shown) => {
    drawer.hidden = !shown;
    opener.setAttribute("aria-expanded", String(shown));
    (shown ? element("network-close") : opener).focus();
    if (shown) refresh();
  };
  opener.addEventListener("click", () => show(drawer.hidden));
  element("network-close").addEventListener("click", () => show(false));
  drawer.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // it would also hang up
    show(false);
  });
}

export async function showNetwork(number) {
  if (element("network").hidden) return;
  const [callbacks, deliveries] = await Promise.all([api.callbacks(number), api.deliveries(number)]);
  fill("callbacks", callbacks.reverse().map(callbackRow));
  fill("deliveries", deliveries.reverse().map(deliveryRow));
}

function fill(id, rows) {
  element(id).replaceChildren(...(rows.length ? rows : [make("li", { className: "empty", textContent: say("nothing_yet") })]));
}

function callbackRow(callback) {
  const good = callback.status === 200;
  const answer = callback.status || say(callback.problem === "no address configured" ? "not_configured" : "no_answer");
  return make("li", { data: { testid: "callback", kind: callback.kind } },
    make("span", { className: "when", textContent: timeOf(callback.at) }),
    make("b", { textContent: known.words[`kind_${callback.kind}`] }),
    make("span", { className: "what", textContent: about(callback) }),
    make("span", { className: `chip ${good ? "good" : "bad"}`, textContent: answer }),
    make("span", { className: "millis", textContent: `${callback.millis} ms` }),
  );
}

function about({ kind, fields }) {
  if (kind === "ussd") return fields.text === "" ? fields.serviceCode : fields.text;
  if (kind === "sms") return fields.text;
  return fields.status ?? fields.deliveryStatus ?? fields.message ?? fields.event ?? "";
}

function deliveryRow(message) {
  const steps = message.reports.map(({ status }) => {
    const tone = GOOD.has(status) ? "good" : BAD.has(status) ? "bad" : "";
    return make("span", { className: `chip ${tone}`, textContent: status });
  });
  if (!steps.length) steps.push(make("span", { className: "chip", textContent: say("underway") }));
  return make("li", { data: { testid: "delivery" } }, make("p", { className: "what", textContent: message.text }), ...steps);
}
