// Renews the page when the detector has something new, without moving what the reader looks at.
(() => {
  const main = document.querySelector('main[data-live]');
  if (!main || !window.EventSource) return;
  let busy = false, again = false;
  const renew = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { 'X-LogGuard': 'part' } });
      if (answer.ok && !main.contains(document.activeElement)) {
        const text = await answer.text();
        main.replaceChildren(...new DOMParser().parseFromString(text, 'text/html').querySelector('main').childNodes);
      }
    } catch { /* The next event tries again. */ }
    busy = false;
    if (again) { again = false; renew(); }
  };
  const events = new EventSource(main.dataset.live);
  events.addEventListener('change', renew);
  events.onopen = () => document.documentElement.classList.add('live');
  events.onerror = () => document.documentElement.classList.remove('live');
})();
