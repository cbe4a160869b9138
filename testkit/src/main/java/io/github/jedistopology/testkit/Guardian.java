package io.github.jedistopology.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that no process outlives this JVM, whatever ends it.
 * <p>
 * A guardian is a shell that reads its standard input. When that ends, because it was
 * closed or because the JVM is gone, the shell kills every process that it watches,
 * removes the directory that it was started for, and exits. A process is watched before
 * its program runs: it is started as a shell that waits for a word on its own standard
 * input, and gives up when that ends.
 * <p>
 * Ctrl-C in a terminal reaches the JVM, not the processes: it can still use them while it
 * shuts down.
 */
final class Guardian implements AutoCloseable {

	private static final String WATCH_AND_CLEAN_UP = """
			trap '' HUP INT QUIT TERM
			watched=' '
			while read -r verb pid; do
				case $verb in
				watch) watched="$watched$pid " ;;
				release) case $watched in *" $pid "*) watched="${watched%% $pid *} ${watched#* $pid }" ;; esac ;;
				esac
			done
			[ "$watched" = ' ' ] || kill -9 $watched
			rm -rf "$1" || { sleep 1; rm -rf "$1"; }
			""";

	/**
	 * In a session of its own, where there is such a command: it keeps the process id.
	 */
	private static final String WAIT_AND_RUN = """
			read -r go || exit
			command -v setsid >/dev/null && exec setsid "$@"
			exec "$@"
			""";

	private final Process shell;

	private final OutputStream orders;

	Guardian(Path directory) throws IOException {
		this.shell = new ProcessBuilder("/bin/sh", "-c", WATCH_AND_CLEAN_UP, "guardian", directory.toString())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		this.orders = this.shell.getOutputStream();
	}

	/**
	 * Starts a process that ends when this guardian does.
	 */
	Process start(List<String> command, Path directory, Path log) throws IOException {
		List<String> waiting = new ArrayList<>(List.of("/bin/sh", "-c", WAIT_AND_RUN, "waiting"));
		waiting.addAll(command);
		Process process = new ProcessBuilder(waiting).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
		try (OutputStream stdin = process.getOutputStream()) {
			order("watch", process.pid());
			process.onExit().thenAccept(this::release);
			stdin.write("go\n".getBytes(StandardCharsets.US_ASCII));
		}
		return process;
	}

	/** Once a process has ended, its id may be another's next. */
	private void release(Process process) {
		try {
			order("release", process.pid());
		}
		catch (IOException ex) {
			// The guardian has ended and watches nothing any more.
		}
	}

	private synchronized void order(String verb, long pid) throws IOException {
		this.orders.write((verb + " " + pid + "\n").getBytes(StandardCharsets.US_ASCII));
		this.orders.flush();
	}

	/**
	 * Kills what is still watched, removes the directory, waits until that is done.
	 */
	@Override
	public void close() {
		try {
			this.orders.close();
			if (!this.shell.waitFor(10, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The guardian shell does not end");
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot close the guardian shell", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
