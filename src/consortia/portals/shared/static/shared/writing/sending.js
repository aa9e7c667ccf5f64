// One request with saves, and what became of it: stored, or why not.

const PATIENCE = 15000;

function token() {
  // Read each time: signing in again in another tab changes it.
  return document.cookie.split("; ").find((each) => each.startsWith("csrftoken="))?.slice("csrftoken=".length) ?? "";
}

const OUTCOMES = { 401: "signed-out", 403: "refused", 404: "refused", 409: "refused", 400: "refused", 413: "too-long" };

async function request(address, options) {
  const stop = new AbortController();
  const patience = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(address, {
      credentials: "same-origin",
      redirect: "manual",
      signal: stop.signal,
      ...options,
      headers: { Accept: "application/json", ...options?.headers },
    });
    if (answer.type === "opaqueredirect") return { outcome: "signed-out" };
    if (answer.ok) return { outcome: "stored", body: await answer.json() };
    return { outcome: OUTCOMES[answer.status] ?? "away", status: answer.status };
  } catch {
    // No network, a restarting server, an answer cut off: the text stays here and goes out again.
    return { outcome: "away" };
  } finally {
    clearTimeout(patience);
  }
}

export const ask = (address) => request(address);

const post = (address, body, more) =>
  request(address, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    ...more,
  });

export async function send(address, body) {
  const found = await post(address, body);
  if (found.status !== 403) return found;
  // The token may be older than the sign-in: asking for the answer brings the one that fits.
  const fresh = await ask(address);
  return fresh.outcome === "stored" ? post(address, body) : fresh;
}

// The page is being left: the request may outlive it, and nobody waits for its answer.
export function sendAndLeave(address, body) {
  const small = JSON.stringify(body).length < 60000;
  if (small) post(address, body, { keepalive: true });
}
