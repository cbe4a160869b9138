package io.github.jedistopology.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One {@code redis-server}: its directory stays when the process is killed, so that it
 * can be started again with its old state.
 */
final class RedisProcess {

	private static final int LOG_LINES = 20;

	private final List<String> command;

	private final Path directory;

	private final Guardian guardian;

	private volatile @Nullable Process process;

	private volatile boolean frozen;

	RedisProcess(Path binary, Path directory, Guardian guardian) {
		this.command = List.of(binary.toString(), "redis.conf");
		this.directory = directory;
		this.guardian = guardian;
	}

	synchronized void start() {
		if (isAlive()) {
			throw new IllegalStateException("Already running with pid " + pid());
		}
		this.frozen = false;
		try {
			this.process = this.guardian.start(this.command, this.directory, log());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run " + this.command, ex);
		}
	}

	synchronized void kill() {
		Process process = this.process;
		if (process == null || !process.isAlive()) {
			return;
		}
		process.destroyForcibly();
		try {
			if (!process.waitFor(10, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Process " + process.pid() + " survives SIGKILL");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	synchronized void freeze() {
		signal("STOP");
		this.frozen = true;
	}

	synchronized void thaw() {
		signal("CONT");
		this.frozen = false;
	}

	private void signal(String signal) {
		if (!isAlive()) {
			throw new IllegalStateException("Not running, cannot be sent SIG" + signal);
		}
		try {
			int status = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid()).start().waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill -" + signal + " " + pid() + " failed with " + status);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot send SIG" + signal, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while sending SIG" + signal, ex);
		}
	}

	boolean isAlive() {
		Process process = this.process;
		return process != null && process.isAlive();
	}

	/** Whether it runs and is not frozen. */
	boolean isRunning() {
		return isAlive() && !this.frozen;
	}

	/** The id of the process, of the last one when it does not run. */
	long pid() {
		Process process = this.process;
		return (process != null) ? process.pid() : -1;
	}

	String logTail() {
		try {
			List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
			return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
		}
		catch (IOException ex) {
			return "(no log: " + ex + ")";
		}
	}

	private Path log() {
		return this.directory.resolve("redis.log");
	}

}
