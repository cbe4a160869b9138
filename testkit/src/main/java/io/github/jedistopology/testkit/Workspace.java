package io.github.jedistopology.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * What a lab holds of the machine: a directory, addresses, and the guardian of its
 * processes. Closing gives all back and kills what still runs.
 */
record Workspace(Path directory, Guardian guardian, AddressPool addresses) implements AutoCloseable {

	/** Memory where there is such a file system: servers write state at every change. */
	private static final Path SHARED_MEMORY = Path.of("/dev/shm");

	static Workspace open(AddressPlan plan) {
		AddressPool addresses = plan.open(new SecureRandom());
		try {
			Path directory = Files.isWritable(SHARED_MEMORY) ? Files.createTempDirectory(SHARED_MEMORY, "redis-lab-")
					: Files.createTempDirectory("redis-lab-");
			return new Workspace(directory, new Guardian(directory), addresses);
		}
		catch (IOException ex) {
			addresses.close();
			throw new UncheckedIOException(
					"Cannot prepare the machine for a lab: it takes /bin/sh and a writable directory", ex);
		}
	}

	@Override
	public void close() {
		this.guardian.close();
		this.addresses.close();
	}

}
