package io.github.jedistopology.internal.connection;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.IOUtils;

/**
 * A socket whose reads and writes end at a deadline, however few bytes go at a time, and
 * that knows whether anything has been written. An encrypted connection has it
 * underneath. Used by one thread at a time, but for {@link #close()}.
 */
public class WatchedSocket extends Socket {

	/** How much longer than it should a read may take, to save setting its time-out. */
	private static final int SLACK_MILLIS = 10;

	/** So many bytes are something: who sends them drop by drop is as good as silent. */
	private static final int PIECE = 64 * 1024;

	/** How often a reader who waits on purpose looks up. */
	private static final int GLANCE_MILLIS = 100;

	private final LongSupplier nanoTime;

	private boolean limited;

	private long deadline;

	/** How much time each piece of the input gives to the next one; 0 for none. */
	private long timePerPiece;

	/** How much of the present piece is missing. */
	private int missing;

	/** When the deadline was put off last. */
	private volatile long progressAt;

	private boolean written;

	/** How many bytes of the exchange have been written. */
	private long sent;

	/** As the user of the socket wants it, in milliseconds; 0 is for ever. */
	private int wantedTimeout;

	/** For writes outside an exchange. Only reads may wait for ever on purpose. */
	private int writeTimeout;

	/** As it is at the moment: shorter when the deadline is near. */
	private int actualTimeout;

	/** A byte that was read to see whether there is one; negative when there is none. */
	private int ahead = -1;

	private @Nullable Patience patience;

	/**
	 * A socket that is not connected.
	 * @param nanoTime the time, as {@link System#nanoTime()} gives it
	 */
	public WatchedSocket(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.progressAt = nanoTime.getAsLong();
	}

	/**
	 * Begins an exchange.
	 * @param deadline when reads and writes give up, whatever the read time-out says; an
	 * infinite read time-out stays infinite, for reads
	 */
	public void begin(long deadline) {
		this.limited = true;
		this.deadline = deadline;
		this.timePerPiece = 0;
		this.written = false;
		this.sent = 0;
	}

	/**
	 * Lets the exchange go on for as long as its input comes in pieces of some size: each
	 * one puts the deadline off. So it ends at some time, however much is announced and
	 * however slowly it comes.
	 * @param nanos how long the next piece may take
	 */
	public void expectMuch(long nanos) {
		this.timePerPiece = nanos;
		this.missing = PIECE;
	}

	/**
	 * Puts the deadline off, since something has come.
	 * @param nanos how long there is for what comes next; a deadline that is later stays
	 */
	public void putOff(long nanos) {
		long now = this.nanoTime.getAsLong();
		this.deadline += Math.max(0, now + nanos - this.deadline);
		this.progressAt = now;
	}

	/**
	 * When the deadline was put off last.
	 * @return the time, as {@link System#nanoTime()} gives it
	 */
	long progressAt() {
		return this.progressAt;
	}

	/**
	 * Ends an exchange: from now on only the read time-out holds, for each write as well.
	 * An infinite one is for reads only: writes have the one that was set before.
	 */
	public void end() {
		this.limited = false;
		this.patience = null;
	}

	/**
	 * Lets somebody decide how long to go on with reads that have no time-out, until the
	 * exchange ends.
	 * @param patience asked before such a read, and again and again while nothing comes
	 */
	public void await(Patience patience) {
		this.patience = patience;
	}

	/**
	 * Whether anything of the exchange may have been sent.
	 * @return {@code false} if the server cannot have seen a byte of it
	 */
	public boolean isWritten() {
		return this.written;
	}

	/**
	 * Whether the server has closed the connection, or has sent something that nobody
	 * asked for. Takes a millisecond if it has not.
	 * @return whether the connection is of no use any more
	 */
	public boolean isStale() {
		try {
			limitNextRead(1);
			// One byte tells, and makes the connection useless.
			super.getInputStream().read();
			return true;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * Waits for something to read. As soon as there is something, the rest of it has the
	 * whole read time-out again: whoever reads may have been busy elsewhere.
	 * @param millis how long to wait at the most; the deadline ends the wait, too
	 * @return whether to read now: there is input, or it will not come any more
	 */
	public boolean awaitInput(int millis) {
		try {
			if (this.ahead < 0) {
				limitNextRead((int) Math.min(millis, millisLeft()));
				this.ahead = super.getInputStream().read();
			}
		}
		catch (SocketTimeoutException ex) {
			return millisLeft() <= 1;
		}
		catch (IOException ex) {
			return true;
		}
		putOff(TimeUnit.MILLISECONDS.toNanos(this.wantedTimeout));
		return true;
	}

	@Override
	public synchronized void setSoTimeout(int timeout) throws SocketException {
		this.wantedTimeout = timeout;
		this.writeTimeout = (timeout != 0) ? timeout : this.writeTimeout;
		this.actualTimeout = timeout;
		super.setSoTimeout(timeout);
	}

	@Override
	public synchronized int getSoTimeout() {
		return this.wantedTimeout;
	}

	@Override
	public InputStream getInputStream() throws IOException {
		return new FilterInputStream(super.getInputStream()) {

			@Override
			public int read() throws IOException {
				if (isAhead()) {
					return takeAhead();
				}
				byte[] one = new byte[1];
				return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
			}

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				if (length > 0 && isAhead()) {
					bytes[offset] = (byte) takeAhead();
					return 1;
				}
				while (true) {
					limitNextRead();
					try {
						return noteInput(super.read(bytes, offset, length));
					}
					catch (SocketTimeoutException ex) {
						if (patience() == null) {
							throw ex;
						}
					}
				}
			}

		};
	}

	@Override
	public OutputStream getOutputStream() throws IOException {
		// The other half is for what the system itself needs.
		int room = getSendBufferSize() / 2;
		return new FilterOutputStream(super.getOutputStream()) {

			@Override
			public void write(int b) throws IOException {
				write(new byte[] { (byte) b }, 0, 1);
			}

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				WatchedSocket.this.sent += length;
				if (WatchedSocket.this.limited && WatchedSocket.this.sent <= room) {
					WatchedSocket.this.written = true;
					this.out.write(bytes, offset, length);
				}
				else {
					limitWrite(() -> this.out.write(bytes, offset, length));
				}
			}

		};
	}

	/**
	 * Java has no time-out for writes, so another thread must close the socket under a
	 * write that takes too long. That is worth its price only where a write can block at
	 * all: not at the beginning of an exchange, since the send buffer is empty when the
	 * reply to the one before has come.
	 */
	private void limitWrite(Write write) throws IOException {
		long left = timeLeftToWrite();
		if (left <= 0) {
			throw new SocketTimeoutException("Deadline exceeded");
		}
		this.written = true;
		// The JDK's own timer: takes the task back when the future completes.
		CompletableFuture<@Nullable Void> writing = new CompletableFuture<@Nullable Void>().orTimeout(left,
				TimeUnit.NANOSECONDS);
		writing.whenComplete((nothing, timeout) -> {
			if (timeout != null) {
				IOUtils.closeQuietly(this);
			}
		});
		try {
			write.run();
		}
		catch (IOException ex) {
			if (writing.isDone()) {
				throw new SocketTimeoutException("Deadline exceeded");
			}
			throw ex;
		}
		finally {
			writing.complete(null);
		}
	}

	private long timeLeftToWrite() {
		if (this.limited) {
			return this.deadline - this.nanoTime.getAsLong();
		}
		return (this.writeTimeout != 0) ? TimeUnit.MILLISECONDS.toNanos(this.writeTimeout) : Long.MAX_VALUE;
	}

	private int noteInput(int length) {
		if (this.timePerPiece != 0) {
			this.missing -= length;
			if (this.missing <= 0) {
				this.missing = PIECE;
				putOff(this.timePerPiece);
			}
		}
		return length;
	}

	private boolean isAhead() {
		return this.ahead >= 0;
	}

	private int takeAhead() {
		int taken = this.ahead;
		this.ahead = -1;
		return taken;
	}

	/** Rounded up, and at least 1: 0 would be for ever. */
	private long millisLeft() {
		long left = this.limited ? this.deadline - this.nanoTime.getAsLong() : Long.MAX_VALUE;
		return TimeUnit.NANOSECONDS.toMillis(Math.max(0, left)) + 1;
	}

	/** A look at the clock, and no more as long as the deadline is far. */
	private void limitNextRead() throws IOException {
		Patience patience = patience();
		if (patience != null) {
			patience.check();
			limitNextRead(GLANCE_MILLIS);
			return;
		}
		int timeout = this.wantedTimeout;
		if (this.limited && timeout != 0) {
			long left = this.deadline - this.nanoTime.getAsLong();
			if (left <= 0) {
				throw new SocketTimeoutException("Deadline exceeded");
			}
			// Rounded up: 0 would be for ever.
			timeout = (int) Math.min(timeout, TimeUnit.NANOSECONDS.toMillis(left) + 1);
		}
		limitNextRead(timeout);
	}

	/** Of use for reads without a time-out only. */
	private @Nullable Patience patience() {
		return (this.wantedTimeout == 0) ? this.patience : null;
	}

	private void limitNextRead(int timeout) throws SocketException {
		if (!isNear(timeout)) {
			super.setSoTimeout(timeout);
			this.actualTimeout = timeout;
		}
	}

	/** On a busy machine, a millisecond or two pass before the read of many a command. */
	private boolean isNear(int timeout) {
		int excess = this.actualTimeout - timeout;
		return excess == 0 || excess > 0 && excess <= SLACK_MILLIS && timeout != 0;
	}

	/**
	 * A write that may block.
	 */
	private interface Write {

		void run() throws IOException;

	}

}
