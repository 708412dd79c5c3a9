import { formatPhone } from '../domain/phone.js';

/** A phone with the ways to call it and to write to it, where it is a number; `message` is what a conversation begins with. */
export function phoneLinks(phone: string, message = '') {
  const query = message === '' ? '' : `?text=${encodeURIComponent(message)}`;
  const international = /^\+\d{8,15}$/.test(phone);
  return {
    text: formatPhone(phone),
    tel: international ? `tel:${phone}` : null,
    whatsApp: international ? `https://wa.me/${phone.slice(1)}${query}` : null,
  };
}
