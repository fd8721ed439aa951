/* Counting at goods-in: works without network once the page is there, and survives a phone that sleeps.
   What a count means was computed on the server and stands in data-stage, one word for each total from 0 on. */
(() => {
  "use strict";
  const tally = document.querySelector("[data-tally]");
  if (!tally) return;
  const one = (selector) => tally.querySelector(selector);
  const all = (selector) => [...tally.querySelectorAll(selector)];
  const stages = all("[data-stage]");
  const meaning = stages.map((stage) => stage.dataset.stage.split(" "));
  const sizes = stages.map((stage) => Number(stage.dataset.size));
  const name = `tally:${tally.dataset.tally}`;
  const figures = new Intl.NumberFormat("fr", { numberingSystem: "latn" });
  const fresh = () => ({ at: 0, counts: stages.map(() => 0), complete: stages.map(() => false) });
  let state = kept() || fresh();

  function kept() {
    try {
      const found = JSON.parse(sessionStorage.getItem(name));
      return found && found.counts.length === stages.length && found.at < stages.length ? found : null;
    } catch { return null; }
  }

  function verdict() {
    const total = state.counts.slice(0, state.at + 1).reduce((sum, count) => sum + count, 0);
    const words = meaning[state.at];
    const said = words[Math.min(total, words.length - 1)];
    return [total, said === "not-accepted" || state.complete[state.at] ? said : "open"];
  }

  function show() {
    const [total, said] = verdict();
    stages.forEach((stage, at) => { stage.hidden = at !== state.at; });
    one("[data-count]").textContent = figures.format(state.counts[state.at]);
    one("[data-total]").textContent = figures.format(total);
    one("[data-total-line]").hidden = state.at === 0;
    for (const line of all("[data-verdict]")) line.hidden = line.dataset.verdict !== said;
    one("[data-complete]").hidden = said !== "open";
    one("[data-next]").hidden = said !== "next-sample";
    try { sessionStorage.setItem(name, JSON.stringify(state)); } catch { /* for as long as the page is open, then */ }
  }

  tally.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.step) {
      const count = state.counts[state.at] + Number(button.dataset.step);
      state.counts[state.at] = Math.max(0, tally.dataset.several ? count : Math.min(count, sizes[state.at]));
      state.complete[state.at] = false;
    } else if ("complete" in button.dataset) state.complete[state.at] = true;
    else if ("next" in button.dataset) state.at += 1;
    else if ("restart" in button.dataset) state = fresh();
    show();
  });
  show();
})();
