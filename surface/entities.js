/* Stands in for the tables of HTML's entities, 26 KB as sent: the browser knows them. */

export const decodeHTML = (text) => new DOMParser().parseFromString(text, "text/html").documentElement.textContent;
export const decodeHTMLStrict = decodeHTML;
export const encodeHTML = (text) => text;
export const escapeUTF8 = (text) => text;
export class EntityDecoder {}
