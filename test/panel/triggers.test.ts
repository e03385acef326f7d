import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeType } from 'n8n-workflow';

import { credentialOf, type Node } from '../support/changes';
import { fieldLines } from '../support/panel';
import { engine, setUp } from '../support/setUp';
import { packageName } from '../support/workflow';

setUp();

// Saved workflows keep names and values, and not what is as it was at first.
it.each(Object.keys(credentialOf) as Node[])("the panel of %s's trigger is the one that is written down", (node) => {
	const { description } = engine.nodeType(`${packageName}.${node}Trigger`) as INodeType;
	const own = description.properties.filter(({ name }) => name !== 'pollTimes');
	const lines = own.flatMap((field) => [...fieldLines(field, ''), `  shown: ${JSON.stringify(field.displayOptions)}`]);
	const written = readFileSync(join(__dirname, 'panels', `${node}Trigger.txt`), 'utf8');
	expect(`${[`${description.displayName}: ${description.name}`, ...lines].join('\n')}\n`).toBe(written);
});
