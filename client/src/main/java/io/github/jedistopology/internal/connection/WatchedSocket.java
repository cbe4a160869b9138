package io.github.jedistopology.internal.connection;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A socket whose reads end at a deadline, however few bytes come at a time, and that
 * knows whether anything has been written. An encrypted connection has it underneath.
 * Used by one thread at a time, but for {@link #close()}.
 */
public class WatchedSocket extends Socket {

	private final LongSupplier nanoTime;

	private boolean limited;

	private long deadline;

	private boolean written;

	/** As the user of the socket wants it, in milliseconds; 0 is for ever. */
	private int wantedTimeout;

	/** As it is at the moment: shorter when the deadline is near. */
	private int actualTimeout;

	/**
	 * A socket that is not connected.
	 * @param nanoTime the time, as {@link System#nanoTime()} gives it
	 */
	public WatchedSocket(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Begins an exchange.
	 * @param deadline when reads give up, whatever the read time-out says; an infinite
	 * read time-out stays infinite
	 */
	public void begin(long deadline) {
		this.limited = true;
		this.deadline = deadline;
		this.written = false;
	}

	/**
	 * Ends an exchange: from now on only the read time-out holds.
	 */
	public void end() {
		this.limited = false;
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

	@Override
	public synchronized void setSoTimeout(int timeout) throws SocketException {
		this.wantedTimeout = timeout;
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
				limitNextRead();
				return super.read();
			}

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				limitNextRead();
				return super.read(bytes, offset, length);
			}

		};
	}

	@Override
	public OutputStream getOutputStream() throws IOException {
		return new FilterOutputStream(super.getOutputStream()) {

			@Override
			public void write(int b) throws IOException {
				WatchedSocket.this.written = true;
				this.out.write(b);
			}

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				WatchedSocket.this.written = true;
				this.out.write(bytes, offset, length);
			}

		};
	}

	/** A look at the clock, and no more as long as the deadline is far. */
	private void limitNextRead() throws IOException {
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

	private void limitNextRead(int timeout) throws SocketException {
		if (timeout != this.actualTimeout) {
			super.setSoTimeout(timeout);
			this.actualTimeout = timeout;
		}
	}

}
