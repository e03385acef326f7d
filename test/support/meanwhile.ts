import type { Provider, RecordedRequest } from '../../sandbox';

export type Asked = Pick<RecordedRequest, 'method' | 'url'>;

/** Does this once, as soon as the provider is asked that for the nth time, before it answers. */
export const whenAsked = <State>(
	{ requests }: Provider<State>,
	isMeant: (request: Asked) => boolean,
	act: () => void,
	nth = 1,
): void => {
	const { push } = requests;
	let met = 0;
	const watched = (...more: RecordedRequest[]): number => {
		const length = push.apply(requests, more);
		for (const request of more) if (isMeant(request) && ++met === nth) act();
		return length;
	};
	Object.defineProperty(requests, 'push', { value: watched, configurable: true });
};

/** The provider refuses all reads from the nth change of now on, and gives them again once that is called off. Jobs are no reading. */
export const hiddenFrom = <State>(provider: Provider<State>, isChange: (request: Asked) => boolean, nth: number) => {
	let isOver = false;
	const path = /^(?!.*\/jobs\/)/;
	Object.defineProperty(path, Symbol.search, { value: (url: string) => (!isOver && path.test(url) ? 0 : -1) });
	const hide = () => provider.fault({ method: 'GET', path, times: 999, status: 403, body: 'No' });
	whenAsked(provider, isChange, hide, nth);
	return () => void (isOver = true);
};

/** Does this each time that the provider is asked that, before it answers, until that is called off. */
export const wheneverAsked = <State>(
	{ requests }: Pick<Provider<State>, 'requests'>,
	isMeant: (request: Asked) => boolean,
	act: (nth: number) => void,
) => {
	let met = 0;
	const watched = (...more: RecordedRequest[]): number => {
		const length = Array.prototype.push.apply(requests, more);
		for (const request of more) if (isMeant(request)) act(++met);
		return length;
	};
	Object.defineProperty(requests, 'push', { value: watched, configurable: true });
	return () => void Reflect.deleteProperty(requests, 'push');
};
