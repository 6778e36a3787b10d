/* The counter: what is ticked, and the change, as one types. Works without it. */
(() => {
  const form = document.querySelector("form[data-draft^='counter-']");
  const out = document.getElementById("counter-sum");
  if (!form || !out) return;
  const cents = (text) => Math.round(Number(text || 0) * 100);
  const show = (value) => "¥" + (value / 100).toFixed(2);
  const tell = () => {
    const ticked = [...form.querySelectorAll("input[name='line']:checked")]
      .reduce((sum, box) => sum + cents(box.dataset.owed), 0);
    const amount = form.elements.amount.value ? cents(form.elements.amount.value) : ticked;
    const received = form.elements.received.value;
    const words = [`${out.dataset.ticked} ${show(ticked)}`];
    if (received && cents(received) >= amount) {
      words.push(`${out.dataset.change} ${show(cents(received) - amount)}`);
    }
    out.textContent = words.join(" · ");
  };
  form.addEventListener("input", tell);
  tell();
})();
