package io.github.jedistopology.testkit.load;

import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * What the only writer of a key knows about it: which write was acknowledged last, and
 * which failed and so may have happened or not. Writes are numbered from 1; a value says
 * which run wrote which key with which number. For one thread.
 */
public final class VerifiedKey {

	private final String name;

	private final String stamp;

	private int attempted;

	/** The newest write known to have happened; 0 before there is any. */
	private int settled;

	/** Numbers of failed writes that nobody has seen to have happened. */
	private final BitSet doubtful = new BitSet();

	private @Nullable String reported;

	/**
	 * A key that nobody has written yet.
	 * @param name the key
	 * @param run sets its values apart from those of earlier writers
	 */
	public VerifiedKey(String name, String run) {
		this.name = name;
		this.stamp = run + ":" + name + ":";
	}

	/**
	 * The key.
	 * @return its name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Begin a write. Ends with {@link #acknowledged()} or {@link #failed()}.
	 * @return the value to write
	 */
	public String nextValue() {
		this.attempted++;
		return this.stamp + this.attempted;
	}

	/**
	 * The write has happened.
	 */
	public void acknowledged() {
		this.settled = this.attempted;
		this.reported = null;
	}

	/**
	 * The write has failed: it may have happened.
	 */
	public void failed() {
		this.doubtful.set(this.attempted);
	}

	/**
	 * Judge a value that was read after the last write had ended.
	 * @param value what was read, {@code null} if there was nothing
	 * @return what that shows
	 */
	public Finding judge(@Nullable String value) {
		Finding finding = compare(value);
		if (finding == Finding.RIGHT) {
			this.reported = null;
			return finding;
		}
		String shown = String.valueOf(value);
		if (shown.equals(this.reported)) {
			return Finding.KNOWN;
		}
		this.reported = shown;
		return finding;
	}

	private Finding compare(@Nullable String value) {
		int number = (value != null) ? numberOf(value) : 0;
		if (number < 0) {
			// Before its first write a key may hold what an earlier run has left.
			return (this.settled > 0) ? Finding.WRONG : Finding.RIGHT;
		}
		if (number == this.settled) {
			return Finding.RIGHT;
		}
		boolean seenForTheFirstTime = this.doubtful.get(number);
		this.doubtful.clear(number);
		if (number > this.settled) {
			// All newer writes have failed, so this one has happened nevertheless.
			this.settled = number;
			return Finding.RIGHT;
		}
		return seenForTheFirstTime ? Finding.LATE : Finding.LOST;
	}

	/** The write that a value comes from, or -1 if it comes from none of this key's. */
	private int numberOf(String value) {
		if (!value.startsWith(this.stamp)) {
			return -1;
		}
		try {
			int number = Integer.parseInt(value.substring(this.stamp.length()));
			boolean written = number > 0 && number <= this.attempted && value.equals(this.stamp + number);
			return written ? number : -1;
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	@Override
	public String toString() {
		return this.name + " (write " + this.settled + " is settled, " + this.attempted + " was tried last)";
	}

	/**
	 * What a read has shown.
	 */
	public enum Finding {

		/** The last acknowledged write, or a newer one that had failed. */
		RIGHT,

		/** An older write, or none: an acknowledged write is gone. */
		LOST,

		/**
		 * An older write, but one that had failed: its command lay in some buffer and was
		 * executed after a newer, acknowledged one. A server may do that.
		 */
		LATE,

		/** A value that never was this key's. */
		WRONG,

		/** The same as the read before, which was reported. */
		KNOWN

	}

}
