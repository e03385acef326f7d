import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from '../../scripts';
import { documentedHosts, findings } from '../e2e/hosts/check';
import { anchorsIn } from '../support/markdown';

const text = (path: string) => readFileSync(join(root, path), 'utf8').replace(/\s+/g, ' ');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

describe('the questions that are asked first', () => {
	const answers = [
		[
			'what rights does my token need',
			'docs/credentials.md#rights',
			/What a token needs depends on what the workflow does.*cloud-foundry.md#rights/,
		],
		['is my token safe', 'docs/credentials.md#tokens', /encrypted with its own key.*nowhere else/],
		['what happens if n8n dies midway', 'docs/queue-mode.md#crash', /Run it again\..*is safe/],
		['how do I undo', 'docs/plans.md#undo', /needs a result that has an `undo`/],
		[
			'how do I remove everybody in a CSV from a department',
			'docs/parameters.md#remove-everybody-in-a-csv-from-a-department',
			/Extract from File.*Remove members from department.*Dry Run.*Verify/,
		],
	] as const;

	it.each(answers)('%s: the README leads to the answer', (question, target, answer) => {
		expect(text('README.md')).toContain(`[${question}](${target})`);
		const [path, anchor] = target.split('#');
		const whole = readFileSync(join(root, path), 'utf8');
		const headings = anchorsIn(whole);
		expect(headings.filter((heading) => heading === anchor)).toHaveLength(1);
		const section = whole.split(/^#+ .+$/m)[headings.indexOf(anchor) + 1];
		expect(section.replace(/\s+/g, ' ')).toMatch(answer);
	});

	it('have their answers where the page on security leads, too', () => {
		const asked = [...page.matchAll(/^- \[(.+)\?\]\((.+)\)$/gm)].map(([, question, target]) => [
			question.replace(/^./, (letter) => letter.toLowerCase()),
			`docs/${target}`,
		]);
		expect(asked).toEqual(answers.map(([question, target]) => [question, target]));
	});

	it('are named beside what a security team asks for', () => {
		expect(text('README.md')).toMatch(/\]\(docs\/security\.md\).*\]\(SECURITY\.md\).*\]\(CONTRIBUTING\.md#releasing\)/);
		const { author } = JSON.parse(text('package.json')) as { author: { email: string } };
		expect(text('SECURITY.md')).toContain(author.email);
		expect(text('SECURITY.md')).toContain('/security/advisories/new');
	});
});

describe('the hosts that are contacted', () => {
	const documented = [
		'Client Directory: Base URL',
		'Cloud Foundry: Base URL',
		'Cloud Foundry: UAA URL',
		'Delos Financial: Base URL',
		'Guardhouse: Base URL',
		'Guardhouse: Issuer URL',
	];
	const sources = documented.map((source, index) => [source, `http://127.0.0.1:${4101 + index}/v2`] as const);
	const contacted = sources.map((_, index) => `127.0.0.1:${4101 + index}`);
	const run = { name: 'run', sources, contacted };

	it('are fields of credentials, as the page says', () => expect(documentedHosts(page)).toEqual(documented));

	it('are found to be just those, or which one is more or less', () => {
		expect(findings(documented, [run], true)).toEqual([]);
		const more = { ...run, contacted: [...contacted, '203.0.113.7:443', 'telemetry.example.com'] };
		expect(findings(documented, [more], true)).toEqual([
			"run: 203.0.113.7:443 was contacted, and docs/security.md doesn't name it",
			"run: telemetry.example.com was contacted, and docs/security.md doesn't name it",
		]);
		const less = { ...run, contacted: contacted.slice(1) };
		expect(findings(documented, [less], false)).toEqual([]);
		expect(findings(documented, [less], true)).toEqual([
			'Client Directory: Base URL: named in docs/security.md, and never contacted',
		]);
		expect(findings(documented.slice(1), [run], true)).toEqual([
			"run: 127.0.0.1:4101 was contacted, and docs/security.md doesn't name it",
		]);
	});

	it("leave out what n8n asks its own servers for, and the credentials of n8n's other nodes", () => {
		const others = {
			...run,
			sources: [...sources, ['openAiApi: url', 'http://127.0.0.1:4200/v1'] as const],
			contacted: [...contacted, 'api.n8n.io', 'api.n8n.io:443', '127.0.0.1:4200'],
		};
		expect(findings(documented, [others], true)).toEqual([]);
		const alike = { ...run, contacted: [...contacted, 'api.n8n.io.example.com:443', 'notn8n.io'] };
		expect(findings(documented, [alike], true)).toHaveLength(2);
	});

	it('are noted whichever way a process contacts them', () => {
		const folder = mkdtempSync(join(tmpdir(), 'contacts-'));
		const file = join(folder, 'contacted');
		const recorder = join(root, 'test/e2e/hosts/record.js');
		const script = `
			const quietly = (socket) => socket.on('error', () => undefined);
			quietly(require('node:net').connect(1, '127.0.0.1'));
			quietly(require('node:net').connect({ port: 2, host: '127.0.0.2' }));
			quietly(new (require('node:net').Socket)().connect(3, '127.0.0.3'));
			quietly(require('node:tls').connect({ port: 4, host: '127.0.0.4' }));
			quietly(require('node:http').get('http://127.0.0.5:5/'));
			quietly(require('node:http').get('http://127.0.0.5:5/again'));
			quietly(require('node:net').connect('/nowhere.sock'));
			fetch('http://127.0.0.7:7007').catch(() => undefined);
			require('node:dns').lookup('a.invalid', () => undefined);
			require('node:dns').promises.lookup('b.invalid').catch(() => undefined);
		`;
		const env = { ...process.env, E2E_CONTACTED: file };
		execFileSync(process.execPath, ['--require', recorder, '--eval', script], { env });
		const noted = readFileSync(file, 'utf8').trim().split('\n').sort();
		rmSync(folder, { recursive: true });
		expect(noted).toEqual([
			'127.0.0.1:1',
			'127.0.0.2:2',
			'127.0.0.3:3',
			'127.0.0.4:4',
			'127.0.0.5:5',
			'127.0.0.7:7007',
			'a.invalid',
			'b.invalid',
		]);
	});
});
