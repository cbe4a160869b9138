package io.github.jedistopology.testkit.load;

/**
 * What the only thread that increments a key knows about it. An INCR in flight counts as
 * one that may have been executed. Thread-safe.
 */
final class Counter {

	private final String name;

	private long acknowledged;

	private long doubtful;

	private long notExecuted;

	private long lost;

	private long executedTwice;

	Counter(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	/**
	 * Begin an INCR. Ends with {@link #acknowledged(long)} or {@link #notExecuted()}, or
	 * never: then it may have been executed.
	 */
	synchronized void begin() {
		this.doubtful++;
	}

	synchronized void notExecuted() {
		this.doubtful--;
		this.notExecuted++;
	}

	/** The INCR has happened, and its reply is a value to judge as well. */
	synchronized Finding acknowledged(long reply) {
		this.doubtful--;
		this.acknowledged++;
		return judge(reply, bounds());
	}

	/** Between which values the key is from now on, as long as no INCR begins. */
	synchronized Bounds bounds() {
		return new Bounds(this.acknowledged, this.acknowledged + this.doubtful);
	}

	/**
	 * Judge a value.
	 * @param bounds those from before the value was read
	 */
	synchronized Finding judge(long value, Bounds bounds) {
		if (bounds.least() - value > this.lost) {
			this.lost = bounds.least() - value;
			return Finding.LOST;
		}
		if (value - bounds.most() > this.executedTwice) {
			this.executedTwice = value - bounds.most();
			return Finding.EXECUTED_TWICE;
		}
		return Finding.NOTHING_NEW;
	}

	synchronized Tally tally() {
		return new Tally(this.acknowledged, this.doubtful, this.notExecuted, this.lost, this.executedTwice);
	}

	@Override
	public synchronized String toString() {
		return this.name + " (" + this.acknowledged + " acknowledged, " + this.doubtful + " may have been executed)";
	}

	/**
	 * What a value has shown.
	 */
	enum Finding {

		/** All is right, or at least not more wrong than was known. */
		NOTHING_NEW,

		/** More acknowledged INCRs are missing than was known. */
		LOST,

		/** More executions are too many than was known. */
		EXECUTED_TWICE

	}

	/**
	 * What a key may hold.
	 *
	 * @param least every acknowledged INCR once
	 * @param most also every one that may have been executed
	 */
	record Bounds(long least, long most) {

	}

	/**
	 * What has become of the INCRs of one key, or of several.
	 *
	 * @param acknowledged how many succeeded
	 * @param doubtful how many may have been executed, in flight ones included
	 * @param notExecuted how many certainly were not
	 * @param lost how many acknowledged ones were missing at worst
	 * @param executedTwice how many executions were too many at worst
	 */
	record Tally(long acknowledged, long doubtful, long notExecuted, long lost, long executedTwice) {

		static final Tally NONE = new Tally(0, 0, 0, 0, 0);

		Tally plus(Tally other) {
			return new Tally(this.acknowledged + other.acknowledged, this.doubtful + other.doubtful,
					this.notExecuted + other.notExecuted, this.lost + other.lost,
					this.executedTwice + other.executedTwice);
		}

	}

}
