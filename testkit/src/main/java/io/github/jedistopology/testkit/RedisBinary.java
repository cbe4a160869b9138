package io.github.jedistopology.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The {@code redis-server} that {@code org.signal:embedded-redis} carries for this
 * platform, extracted once per JVM and gone with it.
 */
final class RedisBinary {

	private static final String VERSION = "7.0.15";

	private static @Nullable Extracted extracted;

	private RedisBinary() {
	}

	static synchronized Path embedded() {
		if (extracted == null) {
			extracted = extract();
		}
		return extracted.binary();
	}

	/**
	 * The name of the binary for a platform, as the system properties {@code os.name} and
	 * {@code os.arch} give it.
	 */
	static String resourceFor(String osName, String osArch) {
		String system = switch (osName.toLowerCase(Locale.ROOT).split(" ")[0]) {
			case "linux" -> "linux";
			case "mac" -> "darwin";
			default -> "";
		};
		String architecture = switch (osArch.toLowerCase(Locale.ROOT)) {
			case "amd64", "x86_64" -> "amd64";
			case "aarch64", "arm64" -> "arm64";
			case "x86", "i386", "i686" -> "386";
			default -> "";
		};
		if (system.isEmpty() || architecture.isEmpty() || (system + architecture).equals("darwin386")) {
			throw new IllegalStateException(
					"There is no embedded Redis for %s on %s; give the lab a binary with redisServer(path)"
						.formatted(osName, osArch));
		}
		return "redis-server-" + VERSION + "-" + system + "-" + architecture;
	}

	private static Extracted extract() {
		String resource = resourceFor(System.getProperty("os.name"), System.getProperty("os.arch"));
		try (InputStream content = RedisBinary.class.getResourceAsStream("/" + resource)) {
			if (content == null) {
				throw new IllegalStateException(
						"No " + resource + " on the class path; is org.signal:embedded-redis missing?");
			}
			// Not next to the data: /dev/shm is often mounted noexec.
			Path directory = Files.createTempDirectory("redis-binary-");
			Guardian guardian = new Guardian(directory);
			Path binary = directory.resolve(resource);
			Files.copy(content, binary);
			if (!binary.toFile().setExecutable(true)) {
				throw new IOException("Cannot make " + binary + " executable");
			}
			return new Extracted(binary, guardian);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot extract " + resource, ex);
		}
	}

	/**
	 * The binary, and the guardian that is never closed: it removes the binary when the
	 * JVM is gone.
	 */
	private record Extracted(Path binary, Guardian guardian) {
	}

}
