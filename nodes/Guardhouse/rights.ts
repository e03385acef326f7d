import type { Rights } from '../operation/model';

/** https://guardhouse.cloud/docs/api: the System API has one right for all of it. */
export const rights: Rights = {
	least:
		'The client needs System API Access set to Allow, and tokens with the scope system_api: Guardhouse has no smaller right.',
	heads: ['It needs'],
	rows: [
		{
			of: ['everything'],
			needs: [
				'a client of the kind Backend / Service with **System API Access** set to **Allow**; its tokens have the scope `system_api`',
			],
		},
	],
};
