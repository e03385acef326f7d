// What n8n loads before itself (node --require): notes in a file every host that its process connects to, by whichever
// library, and every name whose address it asks for. It changes nothing else.
const dns = require('node:dns');
const { appendFileSync } = require('node:fs');
const { isIP, Socket } = require('node:net');

const { E2E_CONTACTED: file, ...env } = process.env;
// n8n's own database and queue, where it has them, are no news.
const noted = new Set(
	['DB_POSTGRESDB', 'QUEUE_BULL_REDIS'].map((own) => `${env[`${own}_HOST`]}:${env[`${own}_PORT`]}`),
);
const note = (host) => {
	if (file === undefined || noted.has(host)) return;
	noted.add(host);
	appendFileSync(file, `${host}\n`);
};

/** As Node.js takes them: options, or a port and a host; a path is on this machine. */
const addressOf = ([first, second]) => {
	if (typeof first === 'object') return first.path ? undefined : `${first.host ?? 'localhost'}:${first.port}`;
	return Number(first) > 0 ? `${typeof second === 'string' ? second : 'localhost'}:${first}` : undefined;
};

const { connect } = Socket.prototype;
Socket.prototype.connect = function (...args) {
	// net.connect() has put them into one array already.
	const address = addressOf(Array.isArray(args[0]) ? args[0] : args);
	if (address !== undefined) note(address);
	return connect.apply(this, args);
};

for (const resolver of [dns, dns.promises])
	for (const name of Object.keys(resolver).filter((key) => /^(lookup|resolve)/.test(key))) {
		const ask = resolver[name];
		if (typeof ask !== 'function') continue;
		resolver[name] = (...args) => {
			if (!isIP(args[0])) note(String(args[0]));
			return ask(...args);
		};
	}
