package io.github.jedistopology.benchmarks.kinds;

/**
 * What came of operations.
 *
 * @param operations how many there were
 * @param failed how many of them failed
 * @param inDoubt how many of those that failed may have been executed
 * @param lost what should have been found afterwards and was not
 * @param wrong what was found and should not have been
 */
record Counts(long operations, long failed, long inDoubt, long lost, long wrong) {

	static final Counts NONE = new Counts(0, 0, 0, 0, 0);

	Counts plus(Counts other) {
		return new Counts(this.operations + other.operations, this.failed + other.failed, this.inDoubt + other.inDoubt,
				this.lost + other.lost, this.wrong + other.wrong);
	}

}
