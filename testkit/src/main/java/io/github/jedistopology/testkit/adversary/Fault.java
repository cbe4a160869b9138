package io.github.jedistopology.testkit.adversary;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link TcpProxy} does to the bytes of one direction, on each connection for
 * itself, until the connection ends, {@link TcpProxy#heal()}, or the next fault in the
 * same direction. It begins with the next byte from now on, or with the first byte of a
 * new connection, unless {@link #atNext(String)} or {@link #atEvery(String)} says
 * otherwise. Immutable.
 */
public final class Fault {

	/** None: all bytes pass at once. */
	static final Fault NONE = new Fault(Direction.REQUESTS, Integer.MAX_VALUE, Duration.ZERO, Long.MAX_VALUE,
			Outcome.PASS, null, false);

	private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

	private final Direction direction;

	private final int piece;

	private final Duration pause;

	private final long limit;

	private final Outcome outcome;

	private final @Nullable String command;

	private final boolean once;

	private Fault(Direction direction, int piece, Duration pause, long limit, Outcome outcome, @Nullable String command,
			boolean once) {
		this.direction = direction;
		this.piece = piece;
		this.pause = pause;
		this.limit = limit;
		this.outcome = outcome;
		this.command = command;
		this.once = once;
	}

	/**
	 * The connection is reset (RST) as soon as so many bytes have passed; with 0, as soon
	 * as there is a byte to pass. What has passed in full arrives: a request cut after
	 * its last byte is executed. Nothing passes the other way from the last byte on.
	 * @param direction whose bytes count
	 * @param bytes how many pass, 0 or more
	 * @return the fault
	 */
	public static Fault cut(Direction direction, long bytes) {
		if (bytes < 0) {
			throw new IllegalArgumentException("bytes must be 0 or more but was " + bytes);
		}
		return new Fault(direction, Integer.MAX_VALUE, Duration.ZERO, bytes, Outcome.CUT, null, false);
	}

	/**
	 * Bytes vanish, and the connection stays open. Where a byte has vanished, none passes
	 * any more, healed or not: TCP leaves no gaps. Of replies: the server executes, the
	 * client never hears of it.
	 * @param direction whose bytes vanish
	 * @return the fault
	 */
	public static Fault swallow(Direction direction) {
		return new Fault(direction, Integer.MAX_VALUE, Duration.ZERO, 0, Outcome.SWALLOW, null, false);
	}

	/**
	 * Bytes are held back, and pass when the fault ends, even when the sender has gone by
	 * then: so a request is executed long after its client has given up on it.
	 * @param direction whose bytes are held
	 * @return the fault
	 */
	public static Fault stall(Direction direction) {
		return paced(direction, Integer.MAX_VALUE, FOREVER);
	}

	/**
	 * Bytes that come together pass together, later.
	 * @param direction whose bytes are late
	 * @param delay by how much, more than zero
	 * @return the fault
	 */
	public static Fault delay(Direction direction, Duration delay) {
		return paced(direction, Integer.MAX_VALUE, positive("delay", delay));
	}

	/**
	 * Bytes pass one by one, so that no single read takes long but the whole does.
	 * @param direction whose bytes drip
	 * @param pause how long before each byte, more than zero
	 * @return the fault
	 */
	public static Fault drip(Direction direction, Duration pause) {
		return paced(direction, 1, positive("pause", pause));
	}

	private static Fault paced(Direction direction, int piece, Duration pause) {
		return new Fault(direction, piece, pause, Long.MAX_VALUE, Outcome.PASS, null, false);
	}

	private static Duration positive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(name + " must be more than zero but was " + value);
		}
		return value;
	}

	/**
	 * The same, but it begins with the first byte of the next command of this name on
	 * whatever connection, for that connection alone: a command that is sent again gets
	 * through. For replies that is the first byte of the reply, if nothing that was sent
	 * before on the connection is unanswered.
	 * @param command a name in any case, without a second word: {@code INCR}
	 * @return the fault
	 */
	public Fault atNext(String command) {
		return new Fault(this.direction, this.piece, this.pause, this.limit, this.outcome, command, true);
	}

	/**
	 * The same, but on each connection it begins with the first byte of the next command
	 * of this name.
	 * @param command a name in any case, without a second word: {@code INCR}
	 * @return the fault
	 */
	public Fault atEvery(String command) {
		return new Fault(this.direction, this.piece, this.pause, this.limit, this.outcome, command, false);
	}

	Direction direction() {
		return this.direction;
	}

	/** How many bytes pass at most at once. */
	int piece() {
		return this.piece;
	}

	/** How long bytes wait before any of them passes. */
	Duration pause() {
		return this.pause;
	}

	/** How many bytes pass before the outcome. */
	long limit() {
		return this.limit;
	}

	Outcome outcome() {
		return this.outcome;
	}

	boolean beginsAtOnce() {
		return this.command == null;
	}

	boolean beginsAt(String name) {
		return name.equalsIgnoreCase(this.command);
	}

	/** Whether it is spent when it has begun on one connection. */
	boolean isOnce() {
		return this.once;
	}

	/**
	 * What becomes of the bytes beyond the limit, and of their connection.
	 */
	enum Outcome {

		PASS, SWALLOW, CUT

	}

}
