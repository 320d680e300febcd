// A curve of the table it stands above. Without this script, or without the table, nothing is missing but the curve.
"use strict";

for (const plot of document.querySelectorAll("[data-plot]")) {
  const aside = document.getElementById(plot.dataset.plot);
  const rows = [...aside.querySelectorAll("tbody tr")].reverse();
  const days = rows.map((row) => Date.parse(row.querySelector("time").dateTime) / 1000);
  const column = (place) => rows.map((row) => Number(row.cells[place].textContent));
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const date = new Intl.DateTimeFormat(plot.dataset.locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const whole = new Intl.NumberFormat(plot.dataset.locale, { maximumFractionDigits: 0 });
  const line = (stroke, fill) => ({ stroke, fill, width: 2, points: { show: rows.length < 32 } });
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  const drawn = new uPlot(
    {
      width: plot.clientWidth,
      height: 220,
      cursor: { show: false },
      legend: { show: false },
      scales: { y: { range: (_, least, most) => [0, Math.max(most, 4)] } },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      axes: [
        { ...axis, grid: { show: false }, values: (_, splits) => splits.map((at) => date.format(at * 1000)), space: 70 },
        { ...axis, values: (_, splits) => splits.map((n) => (Number.isInteger(n) ? whole.format(n) : "")), size: 44 },
      ],
      series: [
        {},
        line(colour("--ochre"), colour("--sand")),
        line(colour("--indigo")),
      ],
    },
    [days, column(1), column(2)],
    plot,
  );
  addEventListener("resize", () => drawn.setSize({ width: plot.clientWidth, height: 220 }));
  plot.nextElementSibling.hidden = false;
  aside.open = false;
}
