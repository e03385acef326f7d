import { lookOf } from './alike';
import { folded, unlinked } from './spelling';

const address = /[^\s<>()[\],;:"']+@[^\s<>()[\],;:"']+/gu;

/** What tells a person: all of the name, what stands before an address in it, and each address; in any case and spelling. */
const marksOf = (name: string): string[] => {
	const whole = folded(unlinked(name));
	const marks = [whole, whole.replace(/<.*/su, ''), ...(whole.match(address) ?? [])];
	// White space may be any, or none.
	return marks.map((mark) => lookOf(mark).replace(/\s/gu, '')).filter((mark) => mark !== '');
};

/** Whether two names may be those of one person: nothing but what they look like is known of them. */
export const isSamePerson = (one: string, other: string): boolean => {
	const marks = new Set(marksOf(one));
	return marksOf(other).some((mark) => marks.has(mark));
};
