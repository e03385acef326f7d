import type { DataTableProxyProvider } from 'n8n-workflow';

export type TableRow = Record<string, string | number | boolean | Date | null>;

export interface Table {
	columns: Array<{ id: string; name: string; type: string }>;
	rows: TableRow[];
}

/** n8n's Data Tables, by their names, as long as whoever holds this keeps it. */
export type Tables = Record<string, Table>;

interface Filter {
	type: 'and' | 'or';
	filters: Array<{ columnName: string; condition: string; value: unknown }>;
}

const comparable = (value: unknown): unknown => (value instanceof Date ? value.getTime() : value);

const conditions: Record<string, (has: never, wanted: never) => boolean> = {
	eq: (has, wanted) => has === wanted,
	neq: (has, wanted) => has !== wanted,
	lt: (has, wanted) => has < wanted,
	lte: (has, wanted) => has <= wanted,
	isEmpty: (has) => has === null || has === '',
};

const isMeant = (row: TableRow, { type, filters }: Filter): boolean => {
	const meets = ({ columnName, condition, value }: Filter['filters'][number]) => {
		if (!(condition in conditions)) throw new Error(`The sandbox has no tables with the condition ${condition}`);
		return conditions[condition](comparable(row[columnName]) as never, comparable(value) as never);
	};
	return type === 'and' ? filters.every(meets) : filters.some(meets);
};

/** What n8n hands to its node for these tables, as far as the examples use them. */
export const tablesOf = (tables: Tables): { dataTableProxyProvider: DataTableProxyProvider } => {
	const written = ({ columns }: Table, data: TableRow): TableRow =>
		Object.fromEntries(
			Object.entries(data).map(([name, value]) => {
				const type = columns.find((column) => column.name === name)?.type;
				if (type === undefined) throw new Error(`unknown column name '${name}'`);
				return [name, type === 'date' && value !== null ? new Date(value as string) : value];
			}),
		);
	const open = (name: string) => {
		const table = tables[name];
		return {
			getColumns: async () => table.columns,
			insertRows: async (rows: TableRow[]) =>
				rows.map((data) => {
					const empty = Object.fromEntries(table.columns.map((column) => [column.name, null]));
					const now = new Date();
					const row = { id: table.rows.length + 1, createdAt: now, updatedAt: now, ...empty, ...written(table, data) };
					table.rows.push(row);
					return { ...row };
				}),
			updateRows: async ({ data, filter }: { data: TableRow; filter: Filter }) =>
				table.rows
					.filter((row) => isMeant(row, filter))
					.map((row) => ({ ...Object.assign(row, written(table, data), { updatedAt: new Date() }) })),
			getManyRowsAndCount: async ({ filter }: { filter: Filter }) => {
				const data = table.rows.filter((row) => filter.filters.length === 0 || isMeant(row, filter));
				return { count: data.length, data: data.map((row) => ({ ...row })) };
			},
		};
	};
	// A table's name is its ID too.
	const told = (name: string) => ({ id: name, name, columns: tables[name].columns });
	const all = {
		getManyAndCount: async ({ filter }: { filter: { name: string } }) => {
			const data = Object.keys(tables).filter((name) => name === filter.name);
			return { count: data.length, data: data.map(told) };
		},
		createDataTable: async ({ name, columns }: { name: string; columns: Array<{ name: string; type: string }> }) => {
			tables[name] = { columns: columns.map((column) => ({ id: column.name, ...column })), rows: [] };
			return told(name);
		},
	};
	const dataTableProxyProvider = {
		getDataTableProxy: async (_workflow: unknown, _node: unknown, id: string) => open(id),
		getDataTableAggregateProxy: async () => all,
	};
	return { dataTableProxyProvider: dataTableProxyProvider as unknown as DataTableProxyProvider };
};
