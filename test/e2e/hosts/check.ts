import type { Recorded } from './contacts';

/** The first two columns of the table of docs/security.md, such as "Guardhouse: Issuer URL". */
export const documentedHosts = (page: string): string[] => {
	const [, section = ''] = page.split(/^## Hosts.*\n/m);
	const rows = section.split(/^## /m)[0].matchAll(/^\| ([^|]+?) +\| ([^|]+?) +\|/gm);
	return [...rows].flatMap(([, provider, field]) =>
		/^(Provider|-+)$/.test(provider) ? [] : [`${provider}: ${field}`],
	);
};

/** n8n asks its own servers for its own sake, such as which community nodes are verified. */
const isOfN8n = (host: string): boolean => /^([\w-]+\.)*n8n\.io(:443)?$/.test(host);

const hostOf = (url: string): string => {
	const { hostname, port, protocol } = new URL(url);
	return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
};

/** What isn't as the page says: hosts that it doesn't name, and with `isWhole` those that it names and nobody contacted. */
export const findings = (documented: readonly string[], runs: readonly Recorded[], isWhole: boolean): string[] => {
	const contacted = new Set<string>();
	const unknown = runs.flatMap(({ name, contacted: hosts, sources }) =>
		hosts.flatMap((host) => {
			const from = sources.filter(([, url]) => hostOf(url) === host).map(([source]) => source);
			for (const source of from) contacted.add(source);
			// What another node has in its credential or its parameters is no matter of the page.
			const isKnown = from.some((source) => documented.includes(source) || /^(\w+Api|httpRequest): /.test(source));
			return isKnown || isOfN8n(host) ? [] : [`${name}: ${host} was contacted, and docs/security.md doesn't name it`];
		}),
	);
	const missed = isWhole ? documented.filter((source) => !contacted.has(source)) : [];
	return [...unknown, ...missed.map((source) => `${source}: named in docs/security.md, and never contacted`)];
};
