// A face for everyone: three are drawn, the others get their initial on a colour of the cloth.

const DRAWN = { "+22370000001": "awa", "+22366000002": "moussa", "+22350000003": "fatou" };
const COLOURS = ["#27356b", "#a5402a", "#2f6b5a", "#8a5a16", "#6b3a5c"];
const SVG = "http://www.w3.org/2000/svg";

function drawn(name, attributes) {
  const node = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  return node;
}

export function paintFace(svg, person) {
  const symbol = DRAWN[person.number];
  if (symbol) {
    svg.replaceChildren(drawn("use", { href: `/static/people.svg#${symbol}` }));
    return;
  }
  const colour = COLOURS[[...person.number].reduce((sum, digit) => sum + digit.charCodeAt(0), 0) % COLOURS.length];
  const initial = drawn("text", { x: 32, y: 42, "text-anchor": "middle", "font-size": 28, "font-weight": 700, fill: "#fbf3e1" });
  initial.textContent = [...person.name][0].toUpperCase();
  svg.replaceChildren(drawn("rect", { width: 64, height: 64, fill: colour }), initial);
}

export function face(person) {
  const svg = drawn("svg", { viewBox: "0 0 64 64", class: "face", "aria-hidden": "true" });
  paintFace(svg, person);
  return svg;
}
