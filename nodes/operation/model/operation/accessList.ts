import type { IDataObject } from 'n8n-workflow';

import type { Refused } from '../answer';
import type { Parameter, Values } from '../parameter';
import type { Read, Reader } from './read';

type Rows = readonly IDataObject[];

/** A list of which the objects say who has what. */
export interface AccessSource {
	readonly list: Read;
	readonly values: Values;
	/** Whether it lists all users that there are: nobody at all is what an account sees that may see nobody. */
	readonly isOfEverybody?: true;
	/** What the objects of a page leave out, read for all of them at once. */
	readonly completed?: (page: Rows, reader: Reader) => Promise<Rows | Refused>;
	/** The accesses that an object of the list tells, one row each; a refusal where it doesn't tell them. */
	readonly rows?: (object: IDataObject) => Rows | Refused;
	/** Where an object alone tells none: reads those that it stands for. */
	readonly lookInto?: (object: IDataObject, reader: Reader) => Promise<Rows | Refused>;
}

/** Who has what at a provider: a row for each access, with the names of parameters and the words that people read. */
export interface AccessList {
	/** Stands in the operation list. */
	readonly name: string;
	/** Stands in the node panel, and is what an AI agent reads. */
	readonly action: string;
	readonly description: string;
	/** The provider's page of what is read. */
	readonly docs: string;
	/** First whose accesses they are to be (`of`), then what each choice asks for beside that. */
	readonly asks: readonly Parameter[];
	/** Parameters that choose between variants of its reads. */
	readonly chooses?: readonly Parameter[];
	/** What it reads. */
	readonly reads: readonly Read[];
	/** A row. */
	readonly sample: IDataObject;
	/** The fields of a row that tell its access from the others: whose it is, and what it is to. */
	readonly user: string;
	readonly to: readonly string[];
	/** The words of a row that tell of its user; all others tell of what the access is to. */
	readonly ofUser?: readonly string[];
	/** The field that says how far an access goes: it may change while the access stays. */
	readonly level?: string;
	/** What such a change is called, as one of the events of a trigger. */
	readonly changed?: { readonly name: string; readonly description: string };
	/** Where the rows are read from; a refusal where the group doesn't exist, or the account may see a part of it only. */
	readonly sources: (values: Values, reader: Reader) => Promise<readonly AccessSource[] | Refused>;
	/** Which of several ways it is read by: what one shows and another doesn't is no change of access. */
	readonly by?: (values: Values, reader: Reader) => Promise<string | Refused>;
	/** Rows of accesses that have gone, of which the IDs alone are left, with what words can still be read. */
	readonly worded?: (rows: Rows, reader: Reader) => Promise<Rows>;
}

/** Something went or came while it was read: reading all of it again may tell. */
export const whileMoving = (refused: Refused): Refused => ({ ...refused, isMoving: true });
