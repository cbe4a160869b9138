package io.github.jedistopology.internal.jedis;

import io.github.jedistopology.internal.command.MultiKey;

/**
 * Arguments of a command that can be split by slot.
 */
interface Splittable {

	/** Which command it is. */
	MultiKey kind();

	/** Whether its keys are in several slots. */
	boolean isSplit();

	/** The slots of its keys, in their order. */
	int[] slots();

}
