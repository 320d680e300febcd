// What the page knows from the server: its words, the carrier's codes, the alphabet of SMS.

export const known = JSON.parse(document.getElementById("known").textContent);

export function say(key, values = {}) {
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), known.words[key]);
}

const locale = known.language === "en" ? "en-GB" : "fr";
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: "Africa/Bamako" });
const day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: "Africa/Bamako" });

export const timeOf = (moment) => clock.format(new Date(moment));
export const dayOf = (moment) => day.format(new Date(moment));

// "+22370000001" as people read it: "+223 70 00 00 01".
export function spaced(number) {
  const mali = /^\+223(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(number);
  return mali ? `+223 ${mali.slice(1).join(" ")}` : number;
}

const gsm = new Set(known.alphabet);
const extension = new Set(known.extension);

// The size of an SMS, as emulator/alphabet.py measures it.
export function measure(text) {
  const letters = [...text];
  const encoding = letters.every((letter) => gsm.has(letter) || extension.has(letter)) ? "gsm7" : "ucs2";
  const costs = letters.map((letter) => (encoding === "gsm7" ? (extension.has(letter) ? 2 : 1) : letter.length));
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  if (units <= known.one_message[encoding]) return { units, parts: units ? 1 : 0, limit: known.one_message[encoding] };
  let parts = 1;
  let room = known.one_part[encoding];
  for (const cost of costs) {
    if (cost > room) {
      parts += 1;
      room = known.one_part[encoding];
    }
    room -= cost;
  }
  return { units, parts, limit: parts * known.one_part[encoding] };
}

export const element = (id) => document.getElementById(id);

export function make(tag, properties = {}, ...children) {
  const { data = {}, ...rest } = properties;
  const node = Object.assign(document.createElement(tag), rest);
  Object.assign(node.dataset, data);
  node.append(...children);
  return node;
}
