// Talking to the carrier's control API. README.md documents it.

export class Refusal extends Error {}

async function call(method, path, body) {
  const options = { method, cache: "no-store" };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(`/_control${path}`, options);
  if (response.status === 204) return null;
  const answer = await response.json();
  if (!response.ok) throw new Refusal([answer.error, ...(answer.details ?? [])].join(" "));
  return answer;
}

const line = (number) => number.replace("+", "");

export const people = () => call("GET", "/phones");
export const addPerson = (number, name) => call("POST", "/phones", { number, name });
export const phone = (number, revision) => call("GET", `/phones/${line(number)}?revision=${revision}`);
export const markRead = (number) => call("POST", `/phones/${line(number)}/read`, {});
export const dial = (phone, code) => call("POST", "/ussd/dial", { phone, code });
export const answer = (session, text) => call("POST", "/ussd/answer", { session, text });
export const hangUp = (session) => call("POST", "/ussd/hangup", { session });
export const sendSms = (from, to, text) => call("POST", "/sms", { from, to, text });
export const callbacks = (number) => call("GET", `/callbacks?number=%2B${line(number)}&last=30`);
export const deliveries = (number) => call("GET", `/messages?number=%2B${line(number)}&last=6`);
