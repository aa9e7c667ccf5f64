// The PDF of a submission is drawn after the receipt: look for it now and then until it is there.
// Without script the page has its link "Look again".

const PAUSES = [1500, 2000, 3000, 5000, 8000, 13000, 20000, 30000];

async function look(step) {
  const papers = document.getElementById("papers");
  if (!papers || !("waits" in papers.dataset) || step >= PAUSES.length) return;
  await new Promise((resolve) => setTimeout(resolve, PAUSES[step]));
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("papers");
      if (fresh && !("waits" in fresh.dataset) && !papers.contains(document.activeElement)) papers.replaceWith(fresh);
    }
  } catch (error) {
    // Offline: the next look may work.
    if (!(error instanceof TypeError)) throw error;
  }
  look(step + 1);
}

look(0);
