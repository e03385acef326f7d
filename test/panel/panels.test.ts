import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { credentialOf, type Node } from '../support/changes';
import { credentialLines, panelLines } from '../support/panel';
import { engine, setUp } from '../support/setUp';
import { packageName } from '../support/workflow';

setUp();

const written = (name: string): string[] => readFileSync(join(__dirname, 'panels', `${name}.txt`), 'utf8').split('\n');

const describedAs = (node: Node): INodeTypeDescription =>
	(engine.nodeType(`${packageName}.${node}`) as INodeType).description;

/** Where the editor gets the pictures. */
const iconsOf = (node: Node) => {
	const folder = node.replace(/^./, (letter) => letter.toUpperCase());
	const light = `icons/${packageName}/dist/nodes/${folder}/${node}.svg`;
	return { light, dark: light.replace(/svg$/, 'dark.svg') };
};

// Saved workflows keep names and values, and not what is as it was at first: a change here changes what they do.
describe.each(Object.keys(credentialOf) as Node[])('what people see of %s, and saved workflows keep', (node) => {
	it('is the panel that is written down', () => {
		expect([...panelLines(describedAs(node)), '']).toEqual(written(node));
	});

	it('is the credential that is written down', () => {
		const { displayName, documentationUrl, iconUrl, properties } = engine.credentialType(credentialOf[node]);
		expect(iconUrl).toEqual(iconsOf(node));
		const page =
			{ delos: 'delos-financial' }[String(node)] ?? node.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
		expect(documentationUrl).toMatch(new RegExp(`/blob/main/docs/${page}.md#credentials$`));
		expect([displayName, ...credentialLines(properties), '']).toEqual(written(credentialOf[node]));
	});

	it('is a node with one input and one output, for models too', () => {
		const { credentials, defaults, displayName, group, iconUrl, inputs, outputs, subtitle, usableAsTool, version } =
			describedAs(node);
		expect(iconUrl).toEqual(iconsOf(node));
		expect({ defaults, group, inputs, outputs, subtitle, usableAsTool, version }).toEqual({
			defaults: { name: displayName },
			group: ['transform'],
			inputs: ['main'],
			outputs: ['main'],
			subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
			usableAsTool: true,
			version: 1,
		});
		const type = credentialOf[node];
		expect(credentials).toEqual([{ name: type, required: true, testedBy: `${type}Test` }]);
	});
});
