package io.github.jedistopology.testkit.load;

/**
 * What the only thread that increments a key knows about it. An INCR in flight counts as
 * one that may have been executed. Thread-safe.
 */
public final class Counter {

	private final String name;

	private long acknowledged;

	private long doubtful;

	private long notExecuted;

	private long lost;

	private long executedTwice;

	/**
	 * A key that does not exist yet.
	 * @param name the key
	 */
	public Counter(String name) {
		this.name = name;
	}

	/**
	 * The key.
	 * @return its name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Begin an INCR. Ends with {@link #acknowledged(long)} or {@link #notExecuted()}, or
	 * never: then it may have been executed.
	 */
	public synchronized void begin() {
		this.doubtful++;
	}

	/**
	 * The INCR has certainly not happened.
	 */
	public synchronized void notExecuted() {
		this.doubtful--;
		this.notExecuted++;
	}

	/**
	 * The INCR has happened, and its reply is a value to judge as well.
	 * @param reply the value after the INCR
	 * @return what that shows
	 */
	public synchronized Finding acknowledged(long reply) {
		this.doubtful--;
		this.acknowledged++;
		return judge(reply, bounds());
	}

	/**
	 * Between which values the key is from now on, as long as no INCR begins.
	 * @return the bounds at this moment
	 */
	public synchronized Bounds bounds() {
		return new Bounds(this.acknowledged, this.acknowledged + this.doubtful);
	}

	/**
	 * Judge a value.
	 * @param value what was read
	 * @param bounds those from before the value was read
	 * @return what that shows
	 */
	public synchronized Finding judge(long value, Bounds bounds) {
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

	/**
	 * What has become of the INCRs.
	 * @return the counts at this moment
	 */
	public synchronized Tally tally() {
		return new Tally(this.acknowledged, this.doubtful, this.notExecuted, this.lost, this.executedTwice);
	}

	@Override
	public synchronized String toString() {
		return this.name + " (" + this.acknowledged + " acknowledged, " + this.doubtful + " may have been executed)";
	}

	/**
	 * What a value has shown.
	 */
	public enum Finding {

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
	public record Bounds(long least, long most) {

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
	public record Tally(long acknowledged, long doubtful, long notExecuted, long lost, long executedTwice) {

		static final Tally NONE = new Tally(0, 0, 0, 0, 0);

		Tally plus(Tally other) {
			return new Tally(this.acknowledged + other.acknowledged, this.doubtful + other.doubtful,
					this.notExecuted + other.notExecuted, this.lost + other.lost,
					this.executedTwice + other.executedTwice);
		}

	}

}
