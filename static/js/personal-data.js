// Finds numbers that citizens should not send; the twin of inbox/personal_data.py, with the same forms and sums.

const NATIONAL = /(?<!\w)\d{2}[ .\-/]?\d{2}[ .\-/]?\d{2}[ .\-/]{0,3}\d{3}[ .\-/]?\d{2}(?!\d)/g;
const IBAN = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .\-]?[A-Za-z0-9]){11,30}/g;
const CARD = /(?<!\w)[3-6](?:[ -]?\d){12,18}(?!\d)/g;
const IBAN_LENGTHS = { BE: 16, NL: 18, LU: 20, DE: 22, GB: 22, ES: 24, RO: 24, PT: 25, FR: 27, IT: 27, PL: 28 };

const digitsOf = (text) => text.replace(/\D/g, "");

const isNational = (digits) => {
  const month = Number(digits.slice(2, 4));
  if (month % 20 > 12 || month >= 60 || Number(digits.slice(4, 6)) > 31) return false;
  const control = Number(digits.slice(9));
  return ["", "2"].some((century) => 97 - (Number(century + digits.slice(0, 9)) % 97) === control);
};

const isIban = (compact) => {
  const numbers = (compact.slice(4) + compact.slice(0, 4)).toUpperCase().replace(/[A-Z]/g, (letter) => letter.charCodeAt(0) - 55);
  let rest = 0;
  for (const digit of numbers) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
};

const isCard = (digits) => {
  let sum = 0;
  [...digits].reverse().forEach((char, place) => {
    const doubled = Number(char) * (place % 2 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return sum % 10 === 0;
};

const ibanIn = (hit, text) => {
  const length = IBAN_LENGTHS[hit[0].slice(0, 2).toUpperCase()];
  const places = [...hit[0]].flatMap((char, place) => (/[A-Za-z0-9]/.test(char) ? [hit.index + place] : []));
  if (!length || places.length < length) return null;
  const end = places[length - 1] + 1;
  const compact = places.slice(0, length).map((place) => text[place]).join("");
  return !/[\p{L}\p{N}]/u.test(text[end] ?? "") && isIban(compact) ? { kind: "iban", start: hit.index, end } : null;
};

const plain = (kind, check) => (hit) => (check(digitsOf(hit[0])) ? { kind, start: hit.index, end: hit.index + hit[0].length } : null);

// Returns [{kind, start, end}], in order, none overlapping another.
export const find = (text) => {
  const found = [];
  for (const [pattern, read] of [[IBAN, ibanIn], [NATIONAL, plain("national", isNational)], [CARD, plain("card", isCard)]]) {
    for (const hit of text.matchAll(pattern)) {
      const one = read(hit, text);
      if (one && found.every((old) => one.end <= old.start || one.start >= old.end)) found.push(one);
    }
  }
  return found.sort((a, b) => a.start - b.start);
};

export const mask = (text) => find(text).reduceRight((rest, one) => `${rest.slice(0, one.start)}***${rest.slice(one.end)}`, text);
